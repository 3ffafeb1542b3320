"""Scans and photos beside the file: each encrypted, named by a keyed hash, let in by an allow-list (R24).

The name tells nothing and the same content is stored once. Pictures are drawn anew, which drops
their EXIF (place, device, time) and whatever else hid in them; what a phone took as HEIC is kept as
JPEG; PDFs stay byte for byte.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.errors import DamagedError, StorageError
from db.files import make_folder, os_errors, read_bytes, write_atomically
from db.steps import Step, no_step

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = [
    "FOLDER_NAME",
    "MAX_BYTES",
    "MAX_PIXELS",
    "PDF_HEAD",
    "Box",
    "RefusedFile",
    "StoredFile",
    "erase",
    "is_name",
    "load",
    "place_of",
    "small_heic",
    "store",
    "store_cut",
    "store_turned",
    "stored_names",
    "verify_all",
]

FOLDER_NAME = "attachments"
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
PDF_HEAD = b"%PDF-"

_HEAD = b"NDA1"
_NONCE = 12
# Drawn anew, a picture may grow a little; the file as stored is bounded all the same.
_MAX_STORED = 8 * MAX_BYTES
_NAME = re.compile(r"[0-9a-f]{64}")
_QUALITY = 90

_KINDS: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
    (b"\x89PNG\r\n\x1a\n", "image/png", frozenset({".png"})),
    (PDF_HEAD, "application/pdf", frozenset({".pdf"})),
)
_HEIC = "image/heic"
_HEIC_ENDINGS = frozenset({".heic", ".heif"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_WORDS = {
    "image/jpeg": "JPG 图片",
    "image/png": "PNG 图片",
    "application/pdf": "PDF 文件",
    _HEIC: "HEIC 图片",
}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_PLAIN_MODES = {
    "JPEG": frozenset({"L", "RGB"}),
    "PNG": frozenset({"1", "L", "LA", "I;16", "RGB", "RGBA"}),
}


Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of a picture, in pixels; the last two just beyond it."""


class RefusedFile(ValueError):  # noqa: N818 - it is the file that is refused, by a rule
    """The file is not one that may be attached. The text is the sentence for the user."""


@dataclass(frozen=True)
class StoredFile:
    """What the office notes of an attachment. Sizes in bytes, hashes in hex."""

    name: str
    sha256_in: str
    """Of the file as it was received: proves which original this was."""
    sha256_stored: str
    """Of the content as kept, before encryption."""
    mime: str
    size: int


def store(folder: Path, key: bytes, data: bytes, filename: str) -> StoredFile:
    """Check, clean, encrypt and keep a file in the office's folder; `key` is the sub key ATTACHMENT.

    `filename` is looked at for its ending only. When it returns, the file is on the disk. Raises
    RefusedFile with a sentence, or StorageError.
    """
    mime = _kind(data, filename)
    if mime == _HEIC:
        content, mime = _from_heic(data), "image/jpeg"
    else:
        content = data if mime == "application/pdf" else _drawn_anew(data, _FORMATS[mime])
    return _kept(folder, key, content, mime, hashlib.sha256(data).hexdigest())


def store_turned(folder: Path, key: bytes, kept: StoredFile, quarters: int) -> StoredFile:
    """Keep a stored picture turned clockwise by quarters; the hash of what came in stays as it was.

    A PNG stays exact. Raises KeyError for what is no picture, StorageError, DamagedError.
    """
    if not quarters % 4:
        return kept
    return _redrawn(folder, key, kept, lambda picture: _turned(picture, quarters))


def store_cut(
    folder: Path, key: bytes, kept: StoredFile, box: Box, quarters: int = 0
) -> StoredFile:
    """Keep a part of a stored picture, turned as by `store_turned`; `box` lies in the turned one.

    Raises RefusedFile for a part that is not in it.
    """

    def cut(picture: "Image") -> "Image":
        turned = _turned(picture, quarters)
        left, top, right, bottom = box
        if not (0 <= left < right <= turned.width and 0 <= top < bottom <= turned.height):
            raise RefusedFile("要裁剪的部分超出了这张照片，没有裁剪。请重新打开照片，再裁剪一次。")
        return turned.crop(box)

    return _redrawn(folder, key, kept, cut)


def _turned(picture: "Image", quarters: int) -> "Image":
    from PIL.Image import Transpose

    turns = (None, Transpose.ROTATE_270, Transpose.ROTATE_180, Transpose.ROTATE_90)
    turn = turns[quarters % 4]
    return picture if turn is None else picture.transpose(turn)


def _redrawn(
    folder: Path, key: bytes, kept: StoredFile, draw: Callable[["Image"], "Image"]
) -> StoredFile:
    from PIL import Image

    kind = _FORMATS[kept.mime]
    with Image.open(BytesIO(load(folder, key, kept.name)), formats=(kind,)) as picture:
        content = _saved(draw(picture), kind)
    return _kept(folder, key, content, kept.mime, kept.sha256_in)


def _kept(folder: Path, key: bytes, content: bytes, mime: str, sha256_in: str) -> StoredFile:
    name = hmac.new(key, content, hashlib.sha256).hexdigest()
    path = place_of(folder, name)
    if not _is_stored(path, key, name):
        make_folder(path.parent, what="附件的保存")
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(key).encrypt(nonce, content, _HEAD + name.encode())
        write_atomically(path, _HEAD + nonce + sealed, what="附件的保存")
    return StoredFile(
        name,
        sha256_in,
        hashlib.sha256(content).hexdigest(),
        mime,
        len(content),
    )


def load(folder: Path, key: bytes, name: str) -> bytes:
    """The content of a stored file. Raises StorageError if it is missing, DamagedError if changed."""
    if not is_name(name):
        raise ValueError("not the name of a stored file")
    path = place_of(folder, name)
    if not path.is_file():
        raise StorageError("找不到这个附件的文件。请检查存储设备的连接，或从备份恢复附件。")
    data = read_bytes(path, what="附件的读取", limit=_MAX_STORED)
    head, nonce, sealed = data[:4], data[4 : 4 + _NONCE], data[4 + _NONCE :]
    try:
        if head != _HEAD:
            raise InvalidTag
        content = AESGCM(key).decrypt(nonce, sealed, _HEAD + name.encode())
        # The seal binds content and name; the name also says which content it must be.
        if not hmac.compare_digest(hmac.new(key, content, hashlib.sha256).hexdigest(), name):
            raise InvalidTag
    except (InvalidTag, ValueError) as error:
        raise DamagedError("这个附件的文件已损坏。请从备份恢复附件，或重新扫描后添加。") from error
    return content


def verify_all(
    folder: Path, key: bytes, expected: Iterable[str] = (), step: Step = no_step
) -> tuple[str, ...]:
    """The names, sorted, that are damaged, or that are expected and missing. Empty: all is well.

    Raises StorageError when the disk does not answer, and what `step` raises, which is called before each.
    """
    present = set(stored_names(folder))
    bad = set(expected) - present
    for name in present:
        step()
        try:
            load(folder, key, name)
        except DamagedError:
            bad.add(name)
    return tuple(sorted(bad))


def erase(folder: Path, name: str) -> None:
    """Delete a stored file (end of retention). A missing one is no error. Raises StorageError."""
    if not is_name(name):
        raise ValueError("not the name of a stored file")
    with os_errors("附件的删除"):
        place_of(folder, name).unlink(missing_ok=True)


def is_name(text: str) -> bool:
    """Whether a text is the name of a stored file and nothing that leads elsewhere."""
    return _NAME.fullmatch(text) is not None


def place_of(folder: Path, name: str) -> Path:
    """Where a stored file of that name lies below the office's folder."""
    return folder / FOLDER_NAME / name[:2] / name


def stored_names(folder: Path) -> Iterator[str]:
    """The names of all stored files; anything else in the folder is passed over."""
    root = folder / FOLDER_NAME
    with os_errors("附件的检查"):
        if not root.is_dir():
            return
        found = sorted(path for path in root.glob("??/*") if is_name(path.name))
    for path in found:
        if path.parent.name == path.name[:2] and path.is_file():
            yield path.name


def _is_stored(path: Path, key: bytes, name: str) -> bool:
    """Present and whole; a damaged copy is written anew."""
    if not path.is_file():
        return False
    try:
        load(path.parents[2], key, name)
    except DamagedError:
        return False
    return True


def _kind(data: bytes, filename: str) -> str:
    if not data:
        raise RefusedFile("这个文件是空的，没有添加。请重新选择。")
    if len(data) > MAX_BYTES:
        raise RefusedFile(_TOO_LARGE)
    for magic, mime, endings in _KINDS:
        if data.startswith(magic):
            return _as_named(mime, endings, filename)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return _as_named(_HEIC, _HEIC_ENDINGS, filename)
    raise RefusedFile("附件只能是 JPG、PNG、HEIC 图片或 PDF 文件，没有添加。请转换格式后再添加。")


def _as_named(mime: str, endings: frozenset[str], filename: str) -> str:
    """The kind, where the name says the same."""
    if PurePath(filename).suffix.lower() in endings:
        return mime
    ending = min(sorted(endings), key=len)
    raise RefusedFile(
        f"这个文件的内容是 {_WORDS[mime]}，扩展名与内容不一致，没有添加。"
        f"请把文件名的结尾改成 {ending}，再添加一次。"
    )


def _drawn_anew(data: bytes, kind: str) -> bytes:
    # Heavy, so imported at first use.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise RefusedFile(_TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(picture)
            return _saved(upright, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFile(_TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, RefusedFile):
            raise
        raise RefusedFile(_BROKEN_PICTURE) from error


def _from_heic(data: bytes) -> bytes:
    """A phone's picture as JPEG."""
    return _saved(_decoded_heic(data), "JPEG")


def small_heic(data: bytes, edge: int) -> bytes:
    """A phone's picture as a PNG of at most so many pixels a side, to be chosen by. Raises RefusedFile."""
    if len(data) > MAX_BYTES:
        raise RefusedFile(_TOO_LARGE)
    picture = _decoded_heic(data)
    picture.thumbnail((edge, edge))
    return _saved(picture, "PNG")


def _decoded_heic(data: bytes) -> "Image":
    """Its own turns are applied while it is decoded."""
    # Heavy, and seldom wanted.
    from pi_heif.heif import open_heif

    try:
        picture = open_heif(data)
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise RefusedFile(_TOO_MANY_PIXELS)
        decoded: Image = picture.to_pillow()
        return decoded
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        if isinstance(error, RefusedFile):
            raise
        raise RefusedFile(_BROKEN_PICTURE) from error


_TOO_LARGE = f"这个文件超过 {MAX_BYTES // 1024 // 1024} MB，没有添加。请降低扫描清晰度或拆成几份。"
_BROKEN_PICTURE = "这张图片不完整或已损坏，没有添加。请重新扫描或拍照。"
_TOO_MANY_PIXELS = (
    f"这张图片超过 {MAX_PIXELS // 1_000_000 * 100} 万像素，没有添加。请降低扫描清晰度后再添加。"
)


def _saved(picture: "Image", kind: str) -> bytes:
    if picture.mode not in _PLAIN_MODES[kind]:
        has_alpha = kind == "PNG" and "transparency" in picture.info
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    # Pillow carries metadata over from `info`; an empty one leaves nothing to carry.
    picture.info = {}
    target = BytesIO()
    if kind == "JPEG":
        picture.save(target, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    else:
        picture.save(target, "PNG")
    return target.getvalue()
