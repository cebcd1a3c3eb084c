"""What pages and the API say about files."""

from babel.support import NullTranslations

from gis_cas.domain.attachment import AttachmentState, Outcome, Refusal, Scan
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
