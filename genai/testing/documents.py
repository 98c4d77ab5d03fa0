"""Documents: the checks of who reads them, be it by their bytes or by the id of an uploaded file.

The rule here: what the document says is in no question, so that who did not read it cannot tell.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from attrs import evolve

from ..doc import Doc
from ..messages import Messages
from ..results import Result
from .subject import Gen, Subject, need


def pdf(words: str) -> bytes:
    """The smallest PDF with one page that says something."""
    drawn = f"BT /F1 24 Tf 20 40 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return made + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))


HELLO: Final = Doc(pdf("Hello, world."), filename="hello.pdf")


def pdf_in(gen: Gen) -> Result:
    """A PDF is taken, and read."""
    return _read(gen, HELLO)


def pdf_by_file(subject: Subject) -> Result:
    """A PDF is uploaded, and read by its id alone."""
    with subject.load() as llm:
        uploaded = llm.files.upload(HELLO)
        try:
            return _read(partial(llm.gen_sync, **subject.arguments), evolve(uploaded, data=None))
        finally:
            llm.files.delete(uploaded)


def _read(gen: Gen, doc: Doc) -> Result:
    result = gen(Messages.of("What does this say?", doc))
    need(re.search(r"\bhello\b", result.text.lower()), "the PDF was not read")
    return result
