"""Layers of a PDF that are off, such as a teacher's solutions over the gaps: what belongs to them is not seen."""

from typing import Any

from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral


class Layers:
    """`catalog`: the PDF's root. Broken entries hide nothing."""

    def __init__(self, catalog: dict[str, Any]) -> None:
        properties = dict_value(catalog.get("OCProperties"))
        usual = dict_value(properties.get("D"))
        off = set(_ids(usual.get("OFF")))
        if _name(usual.get("BaseState")) == "OFF":
            off |= set(_ids(properties.get("OCGs"))) - set(_ids(usual.get("ON")))
        self._off = off

    def hide(self, content: object) -> bool:
        """`content`: an optional content group, or one that several groups decide about; as it is referred to."""
        if not self._off or content is None:
            return False
        if isinstance(content, PDFObjRef) and content.objid in self._off:
            return True
        membership = dict_value(content)
        groups = membership.get("OCGs")
        off = [group in self._off for group in _ids(groups if isinstance(resolve1(groups), list) else [groups])]
        if not off:
            return False
        policy = {"AllOn": any(off), "AnyOff": not any(off), "AllOff": not all(off)}
        return policy.get(_name(membership.get("P")), all(off))


def _ids(value: object) -> list[int]:
    return [each.objid for each in list_value(value) if isinstance(each, PDFObjRef)]


def _name(value: object) -> str:
    return str(value.name) if isinstance(value := resolve1(value), PSLiteral) else ""
