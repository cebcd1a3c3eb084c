"""What pages and the API say about files."""

from babel.support import NullTranslations

from gis_cas.domain.attachment import AttachmentState, Outcome, PlaceDoubt, Refusal, Scan, WhichPlace
from gis_cas.geo.distance import miles_or_feet
from map_ui.file_views import FileLimits


class FileLabels:
    """The phrases of one language."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def outcome(self, outcome: Outcome, limits: FileLimits) -> str:
        """What became of one file of a sending."""
        _ = self._words.gettext
        if outcome.refusal is not None:
            said: str = _("File {ordinal} was not kept. {why}").format(
                ordinal=outcome.ordinal, why=self.refusal(outcome.refusal, limits)
            )
            return said
        if outcome.state is AttachmentState.WAITING:
            return _("File {ordinal} has arrived. Staff see it once it was checked.").format(ordinal=outcome.ordinal)
        return _("File {ordinal} is with your request.").format(ordinal=outcome.ordinal)

    def refusal(self, refusal: Refusal, limits: FileLimits) -> str:
        """Why a file was not kept, and what would be right."""
        _ = self._words.gettext
        said: str = {
            Refusal.EMPTY: _("It is empty. Please choose it again."),
            Refusal.TOO_LARGE: _("It is larger than {megabytes} MB. Please send a smaller one."),
            Refusal.TOO_MANY: _("Up to {most_files} files can be sent at once. Please add it afterwards."),
            Refusal.REQUEST_FULL: _("This request has as many files as it can take."),
            Refusal.UNKNOWN_KIND: _(
                "We cannot take this kind of file. Photos (JPEG, PNG, WebP, GIF, HEIC), PDF, text and Word work."
            ),
            Refusal.BROKEN: _("The picture is not whole, so it could not be opened. Please send it again."),
            Refusal.TOO_MANY_PIXELS: _(
                "The picture has more than {megapixels} million pixels. Please send a smaller one."
            ),
            Refusal.TOO_HEAVY: _("The picture could not be opened. Please send a smaller copy of it."),
            Refusal.VIRUS: _("Our virus scanner found something harmful in it. Please check where it comes from."),
            Refusal.NO_ROOM: _("We have no room for files just now. Please add it another day."),
            Refusal.AWAY: _("We could not store it just now. Please add it again in a moment."),
        }[refusal]
        return said.format(megabytes=limits.megabytes, most_files=limits.most_files, megapixels=limits.megapixels)

    def scan(self, scan: Scan) -> str:
        """What the virus scanner said, for staff."""
        _ = self._words.gettext
        return {
            Scan.NOT_SCANNED: _("not scanned for viruses"),
            Scan.CLEAN: _("scanned, no virus found"),
            Scan.FOUND: _("a virus was found"),
        }[scan]

    def far(self, doubt: PlaceDoubt) -> str:
        """The question about a photo that was taken far from where its sender pointed."""
        _ = self._words.gettext
        asked: str = (
            _("Your photo was taken {distance} from your pin. Which is right?")
            if doubt.pinned
            else _("Your photo was taken {distance} from the address you gave. Which is right?")
        )
        return asked.format(distance=self.distance(doubt.feet))

    def which_place(self, answer: str, doubt: PlaceDoubt) -> str:
        """One of the answers to it."""
        _ = self._words.gettext
        return {
            WhichPlace.PIN: _("My pin") if doubt.pinned else _("The address"),
            WhichPlace.PHOTO: _("Where the photo was taken"),
            WhichPlace.UNSURE: _("I'm not sure"),
        }[WhichPlace(answer)]

    def told_of(self, doubt: PlaceDoubt) -> str:
        """The same for staff: what the photo says, and what its sender said to it."""
        _ = self._words.gettext
        answer = {
            None: _("The sender was asked which is right, and has not said."),
            WhichPlace.PIN: _("The sender says that the stated place is right."),
            WhichPlace.PHOTO: _("The sender says that the photo's place is right."),
            WhichPlace.UNSURE: _("The sender is not sure which is right. Please look at both."),
        }[doubt.answer]
        far: str = _("A photo was taken {distance} from the stated place. {answer}")
        return far.format(distance=self.distance(doubt.feet), answer=answer)

    def distance(self, feet: float) -> str:
        """A distance as people say it: feet, and from about a fifth of a mile on miles."""
        _ = self._words.gettext
        unit, figure = miles_or_feet(feet)
        return str(_("{miles} miles") if unit == "miles" else _("{feet} ft")).format(miles=figure, feet=figure)
