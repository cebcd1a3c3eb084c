"""A form with files as it arrives: short fields in memory, files in temporary files, what is too much only counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gis_cas.attachments.arrived import Arrived, Arriving
from gis_cas.domain.attachment import Refusal
from gis_cas.errors import BadInput

MULTIPART_TYPE = "multipart/form-data"
MOST_FIELD_BYTES = 1_000_000
MOST_PARTS = 120
_LONGEST_NAME = 1000
NOT_WHOLE = "The form did not arrive whole. Please send it again."
TOO_MUCH_TEXT = "The words of a form can have up to one million bytes. Please send less."
TOO_MANY_PARTS = f"A form here has at most {MOST_PARTS} fields."


@dataclass(kw_only=True)
class Reading:
    """What of a form has arrived; `feed` is given its bytes in order."""

    boundary: bytes
    most_bytes: int
    most_files: int
    fields: dict[str, str] = field(default_factory=dict, init=False)
    _files: list[Arriving] = field(default_factory=list, init=False)
    _file: Arriving | None = field(default=None, init=False)
    _name: str = field(default="", init=False)
    _text: bytearray = field(default_factory=bytearray, init=False)
    _text_bytes: int = field(default=0, init=False)
    _parts: int = field(default=0, init=False)
    _header: bytes = field(default=b"", init=False)
    _value: bytes = field(default=b"", init=False)
    _disposition: bytes = field(default=b"", init=False)
    _whole: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Hang ourselves on the parser."""
        self._parser = MultipartParser(
            self.boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._ended,
            },
        )

    def feed(self, piece: bytes) -> None:
        """Take the next bytes; raises BadInput."""
        try:
            self._parser.write(piece)
        except FormParserError:
            raise BadInput({"request": NOT_WHOLE}) from None

    def finish(self) -> tuple[Arrived, ...]:
        """The files, in the order they were sent; raises BadInput when the end is missing."""
        if not self._whole:
            raise BadInput({"request": NOT_WHOLE})
        return tuple(found for one in self._files if (found := one.arrived()) is not None)

    def close(self) -> None:
        """Give every temporary file back."""
        for one in self._files:
            one.close()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise BadInput({"request": TOO_MANY_PARTS})
        self._disposition, self._header, self._value = b"", b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._text = bytearray()
        self._file = None
        if b"filename" in options:
            stated = options[b"filename"].decode("utf-8", "replace")[:_LONGEST_NAME]
            wanted = sum(1 for one in self._files if one.name) < self.most_files
            refusal = None if wanted or not stated else Refusal.TOO_MANY
            self._file = Arriving(name=stated, most_bytes=self.most_bytes, refusal=refusal)
            self._files.append(self._file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
            return
        self._text_bytes += end - start
        if self._text_bytes > MOST_FIELD_BYTES:
            raise BadInput({"request": TOO_MUCH_TEXT})
        self._text += data[start:end]

    def _end(self) -> None:
        if self._file is None:
            self.fields[self._name] = self._text.decode("utf-8", "replace")
        self._file = None

    def _ended(self) -> None:
        self._whole = True


async def read_multipart(
    request: Request, *, most_bytes: int, most_files: int
) -> tuple[Mapping[str, str], tuple[Arrived, ...]]:
    """The form's fields and files; raises BadInput. Whoever asked closes the files."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise BadInput({"request": NOT_WHOLE})
    reading = Reading(boundary=boundary, most_bytes=most_bytes, most_files=most_files)
    try:
        async for piece in request.stream():
            await run_in_threadpool(reading.feed, piece)
        return reading.fields, reading.finish()
    except BaseException:
        reading.close()
        raise


def is_multipart(request: Request) -> bool:
    """Whether a form with files was sent."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == MULTIPART_TYPE
