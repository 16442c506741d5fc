"""`lms certificates preview`: what a designer runs."""

from pathlib import Path

from click.testing import CliRunner
from pypdf import PdfReader

from lms.certificates.commands import certificates


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(certificates, ["preview", *arguments])
    return result.exit_code, result.output


def test_a_preview_is_a_pdf_and_a_picture_of_each_page(tmp_path: Path) -> None:
    status, output = run("--folder", str(tmp_path))
    assert status == 0
    paper = tmp_path / "completion-completion.pdf"
    assert str(paper) in output
    pages = len(PdfReader(paper).pages)
    assert len(list(tmp_path.glob("*.png"))) == pages


def test_each_design_has_a_sample_of_its_own(tmp_path: Path) -> None:
    for design in ("attendance", "teaching", "register"):
        status, output = run("--design", design, "--folder", str(tmp_path))
        assert status == 0, output
        assert (tmp_path / f"{design}-{design}-1.png").is_file() or (
            tmp_path / f"{design}-{design}-01.png"
        ).is_file()


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    status, output = run("--sample", "nobody", "--folder", str(tmp_path))
    assert status == 1
    assert "nobody" in output
    status, output = run("--design", "nothing", "--folder", str(tmp_path))
    assert status == 1
    assert "no such design" in output
    assert list(tmp_path.iterdir()) == []
