"""Scanned books, which Claude reads for an admin who agrees to what it costs."""

import pytest

from tests.bot.chat.world import World, publish, verdict_on
from tests.pdfs.scans import scanned


async def test_an_admin_agrees_to_a_price_before_claude_reads_the_scans(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # without Tesseract, which would take seconds
    world, admin = empty_world, empty_world.admin
    world.claude.answer_with("page: 9\n# Lektion 1: 인사\n\nGuten Tag! Ich heiße Mina.")
    async with world.bot(claude_ocr=True):
        verdict = await verdict_on(await admin.send_document(scanned(9), "scan.pdf", "S1-1"))
        [label] = [button.text for button in verdict.buttons if "Claude" in button.text]
        assert "1쪽" in label
        assert "$0.0" in label
        assert world.claude.requests == []
        await admin.press(verdict, label)
        await admin.chat.wait_for(lambda _: "S1-1 인사" in verdict.text)
        await publish(admin, verdict)
        assert not [button for button in verdict.buttons if "Claude" in button.text]
