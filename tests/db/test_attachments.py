"""What may be attached, what is kept of it, and what is found out later."""

import hashlib
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from db import attachments
from db.attachments import (
    RefusedFile,
    erase,
    load,
    place_of,
    store,
    store_cut,
    store_turned,
    stored_names,
    verify_all,
)
from db.errors import DamagedError, StorageError

KEY = bytes(range(32))
HEIC = (Path(__file__).parents[1] / "samples" / "手机照片.heic").read_bytes()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(
    kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object
) -> bytes:
    target = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(target, kind, **more)
    return target.getvalue()


def photo(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif[0x8825] = {1: "N", 2: (24.0, 19.0, 0.0)}
    return picture("JPEG", exif=exif)


def test_a_photo_loses_its_exif_and_stands_upright(tmp_path: Path) -> None:
    data = photo()
    assert b"SecretCamera" in data
    stored = store(tmp_path, KEY, data, "IMG_0001.JPG")
    kept = load(tmp_path, KEY, stored.name)
    assert b"SecretCamera" not in kept
    assert b"Exif" not in kept
    with Image.open(BytesIO(kept)) as seen:
        assert seen.size == (20, 40)
        assert not seen.getexif()
    assert stored.mime == "image/jpeg"
    assert stored.sha256_in == hashlib.sha256(data).hexdigest()
    assert stored.sha256_stored == hashlib.sha256(kept).hexdigest()
    assert stored.size == len(kept)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", m) for m in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    + [("JPEG", m) for m in ("L", "RGB", "CMYK")],
)
def test_every_mode_of_picture_is_kept_readable(tmp_path: Path, kind: str, mode: str) -> None:
    name = f"x.{'jpg' if kind == 'JPEG' else 'png'}"
    stored = store(tmp_path, KEY, picture(kind, mode=mode), name)
    with Image.open(BytesIO(load(tmp_path, KEY, stored.name))) as seen:
        seen.load()
        assert seen.format == kind


def test_a_heic_of_a_phone_is_kept_as_a_clean_jpeg(tmp_path: Path) -> None:
    assert b"SecretCamera" in HEIC
    stored = store(tmp_path, KEY, HEIC, "IMG_0002.HEIC")
    kept = load(tmp_path, KEY, stored.name)
    assert (stored.mime, stored.sha256_in) == ("image/jpeg", hashlib.sha256(HEIC).hexdigest())
    assert b"SecretCamera" not in kept
    with Image.open(BytesIO(kept)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (64, 48))
        red, _, blue = seen.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert blue > 150 > red


def test_a_heic_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    at = HEIC.index(b"ispe") + 8
    huge = HEIC[:at] + (30_000).to_bytes(4) * 2 + HEIC[at + 8 :]
    with pytest.raises(RefusedFile, match="没有添加"):
        store(tmp_path, KEY, huge, "a.heic")
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_turned_and_keeps_the_hash_of_what_came_in(tmp_path: Path, kind: str) -> None:
    data = picture(kind, (40, 24))
    stored = store(tmp_path, KEY, data, "x.png" if kind == "PNG" else "x.jpg")
    turned = store_turned(tmp_path, KEY, stored, 1)
    assert turned.name != stored.name
    assert turned.sha256_in == stored.sha256_in == hashlib.sha256(data).hexdigest()
    with Image.open(BytesIO(load(tmp_path, KEY, turned.name))) as seen:
        assert seen.size == (24, 40)
    assert store_turned(tmp_path, KEY, stored, 4) == stored
    if kind == "PNG":
        assert store_turned(tmp_path, KEY, turned, 3).name == stored.name


def test_a_quarter_turns_clockwise(tmp_path: Path) -> None:
    made = Image.new("RGB", (4, 2), "white")
    made.putpixel((0, 0), (0, 0, 0))
    target = BytesIO()
    made.save(target, "PNG")
    turned = store_turned(tmp_path, KEY, store(tmp_path, KEY, target.getvalue(), "x.png"), 1)
    with Image.open(BytesIO(load(tmp_path, KEY, turned.name))) as seen:
        assert seen.getpixel((1, 0)) == (0, 0, 0)


def test_a_part_of_a_picture_is_kept_with_the_hash_of_what_came_in(tmp_path: Path) -> None:
    made = Image.new("RGB", (6, 4), "white")
    made.putpixel((3, 1), (0, 0, 0))
    target = BytesIO()
    made.save(target, "PNG")
    stored = store(tmp_path, KEY, target.getvalue(), "x.png")
    part = store_cut(tmp_path, KEY, stored, (3, 1, 6, 4))
    assert part.name != stored.name and part.sha256_in == stored.sha256_in
    with Image.open(BytesIO(load(tmp_path, KEY, part.name))) as seen:
        assert seen.size == (3, 3) and seen.getpixel((0, 0)) == (0, 0, 0)


def test_a_part_lies_in_the_picture_as_it_was_turned(tmp_path: Path) -> None:
    made = Image.new("RGB", (6, 4), "white")
    made.putpixel((5, 0), (0, 0, 0))
    target = BytesIO()
    made.save(target, "PNG")
    stored = store(tmp_path, KEY, target.getvalue(), "x.png")
    part = store_cut(tmp_path, KEY, stored, (1, 3, 4, 6), 1)
    with Image.open(BytesIO(load(tmp_path, KEY, part.name))) as seen:
        assert seen.size == (3, 3) and seen.getpixel((2, 2)) == (0, 0, 0)
    with pytest.raises(RefusedFile, match="超出"):
        store_cut(tmp_path, KEY, stored, (0, 0, 6, 4), 1)


@pytest.mark.parametrize("box", [(-1, 0, 4, 4), (0, 0, 7, 4), (0, 0, 6, 5), (2, 2, 2, 4)])
def test_a_part_beyond_the_picture_is_refused(
    tmp_path: Path, box: tuple[int, int, int, int]
) -> None:
    stored = store(tmp_path, KEY, picture("PNG", (6, 4)), "x.png")
    with pytest.raises(RefusedFile, match="超出"):
        store_cut(tmp_path, KEY, stored, box)


def test_a_browser_names_a_picture_jfif(tmp_path: Path) -> None:
    assert store(tmp_path, KEY, picture("JPEG"), "下载.jfif").mime == "image/jpeg"


def test_text_chunks_of_a_png_are_dropped(tmp_path: Path) -> None:
    notes = PngInfo()
    notes.add_text("Comment", "SecretComment")
    stored = store(tmp_path, KEY, picture("PNG", pnginfo=notes), "a.png")
    assert b"SecretComment" not in load(tmp_path, KEY, stored.name)


def test_a_pdf_is_kept_as_it_is(tmp_path: Path) -> None:
    stored = store(tmp_path, KEY, PDF, "证明.pdf")
    assert load(tmp_path, KEY, stored.name) == PDF
    assert stored.sha256_in == stored.sha256_stored


def test_the_disk_tells_nothing(tmp_path: Path) -> None:
    stored = store(tmp_path, KEY, PDF, "王芳450224.pdf")
    path = place_of(tmp_path, stored.name)
    assert b"PDF" not in path.read_bytes()
    assert stored.name not in (hashlib.sha256(PDF).hexdigest(), "")
    assert not any("王芳" in str(file) for file in tmp_path.rglob("*"))
    assert store(tmp_path, bytes(32), PDF, "x.pdf").name != stored.name


def test_the_same_content_is_stored_once_and_mended_if_damaged(tmp_path: Path) -> None:
    first = store(tmp_path, KEY, PDF, "a.pdf")
    path = place_of(tmp_path, first.name)
    before = path.read_bytes()
    assert store(tmp_path, KEY, PDF, "b.pdf") == first
    assert path.read_bytes() == before
    path.write_bytes(before[:-1])
    store(tmp_path, KEY, PDF, "c.pdf")
    assert load(tmp_path, KEY, first.name) == PDF
    assert list(stored_names(tmp_path)) == [first.name]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", "空的"),
        (b"MZ\x90\x00" * 10, "a.exe", "只能是"),
        (b"MZ\x90\x00" * 10, "a.pdf", "只能是"),
        (b"<html>", "a.jpg", "只能是"),
        (b" %PDF-1.7", "a.pdf", "只能是"),
        (PDF, "a.jpg", "PDF 文件，扩展名与内容不一致.*改成 .pdf"),
        (PDF, "a.pdf.exe", "不一致"),
        (PDF, "pdf", "不一致"),
        (HEIC, "a.jpg", "HEIC 图片，扩展名与内容不一致.*改成 .heic"),
        (HEIC[:300], "a.heic", "不完整"),
        (HEIC[:4] + b"ftypheic" + bytes(50), "a.heic", "不完整"),
        (picture("PNG"), "a.jpg", "不一致"),
        (b"GIF89a" + bytes(30), "a.png", "只能是"),
        (picture("JPEG")[:200], "a.jpg", "不完整"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png", "不完整"),
        (b"\xff\xd8\xff" + bytes(50), "a.jpg", "不完整"),
        (b"%PDF-" + bytes(attachments.MAX_BYTES), "a.pdf", "20 MB"),
    ],
)
def test_what_may_not_come_in(tmp_path: Path, data: bytes, name: str, words: str) -> None:
    with pytest.raises(RefusedFile, match=words) as caught:
        store(tmp_path, KEY, data, name)
    assert str(caught.value).endswith("。")
    assert list(tmp_path.rglob("*")) == []


def test_too_many_pixels_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    header = bytearray(picture("PNG"))
    for width in (8000, 12_000, 60_000):
        header[16:24] = width.to_bytes(4) + (5001).to_bytes(4)
        header[29:33] = zlib.crc32(header[12:29]).to_bytes(4)
        with warnings.catch_warnings(), pytest.raises(RefusedFile, match="4000 万像素"):
            warnings.simplefilter("ignore")
            store(tmp_path, KEY, bytes(header), "a.png")


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.data())
def test_any_flipped_byte_is_found(data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        stored = store(folder, KEY, PDF, "a.pdf")
        path = place_of(folder, stored.name)
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        with pytest.raises(DamagedError):
            load(folder, KEY, stored.name)
        assert verify_all(folder, KEY) == (stored.name,)


def test_swapped_files_are_found(tmp_path: Path) -> None:
    one, two = store(tmp_path, KEY, PDF, "a.pdf"), store(tmp_path, KEY, PDF + b"2", "b.pdf")
    place_of(tmp_path, one.name).write_bytes(place_of(tmp_path, two.name).read_bytes())
    assert verify_all(tmp_path, KEY) == (one.name,)


def test_a_missing_file_and_a_foreign_one(tmp_path: Path) -> None:
    stored = store(tmp_path, KEY, PDF, "a.pdf")
    (tmp_path / "attachments" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "attachments" / "zz").mkdir()
    (tmp_path / "attachments" / "zz" / ("a" * 64)).write_bytes(b"x")
    assert verify_all(tmp_path, KEY, [stored.name]) == ()
    erase(tmp_path, stored.name)
    erase(tmp_path, stored.name)
    assert verify_all(tmp_path, KEY, [stored.name]) == (stored.name,)
    with pytest.raises(StorageError, match="找不到这个附件"):
        load(tmp_path, KEY, stored.name)


@pytest.mark.parametrize("name", ["../keys.json", "a" * 63, "A" * 64, "", "a" * 64 + "\n"])
def test_names_never_lead_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        load(tmp_path, KEY, name)
    with pytest.raises(ValueError, match="not the name"):
        erase(tmp_path, name)
