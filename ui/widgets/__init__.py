"""The parts a screen is made of. They know no case, no office and no field.

Every text is shown as plain text (design.md §4); every colour, size and distance comes from `ui.style`.
Screens import from here: `from ui.widgets import Card, Label`.

=====================  ================================================================================
text                   Label(text, role=Role.BODY, wrap=False, selectable=False), ElidedLabel(text, role),
                       set_tip(widget, text, shortcut=""), KeyHint("Ctrl K"), Chip(word, Tone.AMBER)
buttons                PrimaryButton, Button, DangerButton, LinkButton(text, on_click=None, icon="",
                       shortcut="", tip="", wide=False): set_text(text);
                       IconButton(icon, tip, on_click); MenuButton(text, entries): set_entries(entries)
surfaces               Card(title="", action=None, flush=False): add(widget, stretch=0), add_stretch(),
                       add_footer(*widgets), set_title(text); flush for a table that touches the frame
                       Heading(title, note=""): set_title, set_note, set_chips(*chips), add_action(button)
                       Scroll(content), Figure(label, number, unit, note, tone), Line() (a hairline),
                       Foot(line): give_way(); Ground() (a page), row(*widgets), column(*widgets): layouts with the house
                       distances, None is a stretch; clear_layout(layout)
messages               Banner(): show_message(text, Tone.AMBER, action="", on_action=None), clear()
                       EmptyState(title, what_to_do, button="", on_click=None, icon="")
procedure              Stepper(): set_steps((Step("申请", StepState.DONE, note=""), …)), chosen(int);
                       steps_until(words, current) makes the steps of a straight procedure
getting about          Rail(entries, footer): select(key), set_count(key, n), set_narrow(bool), chosen(str);
                       PageTabs((("facts", "档案"), …)): select(key), set_note(key, "7/9"), chosen(str)
                       SearchBox(hint): typed(str), submitted(str), moved(int), text(), clear()
                       TopBar(left, *right); StatusLine(): set_part(key, text, tone=None), set_right(text)
forms                  FormGrid(): add(key, label, editor, span=1, required=False, help=""), heading(text),
                       set_error(key, sentence), clear_errors(), has(key), set_suffix(key, text),
                       set_row_visible(key, bool), focus(key), editor(key), field_keys(), left_last
                       (signal);
                       TextInput (QLineEdit with a grey suffix), TextArea (QPlainTextEdit, plain paste),
                       PasswordInput(): take()
tables                 DataTable(columns): set_rows(rows, key=…), set_empty(EmptyState), current_row(),
                       choose(index), step(±1), open_current(), fit_height(most), opened(object),
                       chosen(object), sort_asked(int, bool); Column(title, value, kind, width, …),
                       CellKind.TEXT / NUMBER / CHIP, ChipText(word, tone)
dialogs                Dialog(parent, title, action=…, danger=False): add(widget), set_error(sentence),
                       confirmed (signal; the caller closes with accept()), busy(bool)
                       ReasonDialog(parent, title, explanation, action): reason(), given(str)
                       ask(parent, title, sentence, action, on_yes, danger=False), tell(parent, title, text)
                       ProgressDialog(parent, title, on_cancel): show_progress(label, done, total, seconds);
                       left_words(done, total, seconds): the same in words, for a page
a page to read         in `ui.widgets.blocks`: Sheet(): show_blocks(*blocks); Body(title, *buttons), pairs(*facts),
                       numbers(*facts), record(title, chips, *parts), grid(titles, rows), actions(*buttons)
a page to fill in      in `ui.widgets.form_sheet`: FormSheet(layout), FittedSheet(layout, parent, width): fit(),
                       room_for(parent, wanted)
paper                  PdfView(read): show_pages(render, page_count) with render(page, dpi) -> QImage, page(),
                       go_to(page), zoom_by(±1), fit_width(), page_changed(int)
                       PictureView(image): turn(±1), quarters(), keep_turn(), zoom_by(±1), fit(), turned(int)
                       CropView(image, whole, shape): box(), resize_by(factor), framed, accepted (signals)
=====================  ================================================================================

Keyboard: inside a FormGrid Enter goes to the next field and Shift+Enter back; the last field emits
`left_last`. In a DataTable Enter opens the row. Every shortcut given to a button stands in its tooltip.
"""

from ui.style import Role, Tone
from ui.widgets.bars import PageTabs, SearchBox, StatusLine, TopBar
from ui.widgets.buttons import (
    Action,
    Button,
    DangerButton,
    IconButton,
    LinkButton,
    MenuButton,
    MenuEntry,
    PrimaryButton,
)
from ui.widgets.crop_view import CropView
from ui.widgets.dialogs import Dialog, ProgressDialog, ReasonDialog, ask, left_words, tell
from ui.widgets.form_grid import FormGrid
from ui.widgets.inputs import PasswordInput, TextArea, TextInput
from ui.widgets.messages import Banner, EmptyState
from ui.widgets.pdf_view import PdfView
from ui.widgets.picture_view import PictureView
from ui.widgets.rail import Rail, RailEntry
from ui.widgets.stepper import Step, Stepper, StepState, steps_until
from ui.widgets.surfaces import (
    Card,
    Figure,
    Foot,
    Ground,
    Heading,
    Inset,
    Line,
    Scroll,
    clear_layout,
    column,
    row,
)
from ui.widgets.table import CellKind, ChipText, Column, DataTable
from ui.widgets.text import Chip, ElidedLabel, KeyHint, Label, TitleLabel, restyle, set_tip

__all__ = [
    "Action",
    "Banner",
    "Button",
    "Card",
    "CellKind",
    "Chip",
    "ChipText",
    "Column",
    "CropView",
    "DangerButton",
    "DataTable",
    "Dialog",
    "ElidedLabel",
    "EmptyState",
    "Figure",
    "Foot",
    "FormGrid",
    "Ground",
    "Heading",
    "IconButton",
    "Inset",
    "KeyHint",
    "Label",
    "Line",
    "LinkButton",
    "MenuButton",
    "MenuEntry",
    "PageTabs",
    "PasswordInput",
    "PdfView",
    "PictureView",
    "PrimaryButton",
    "ProgressDialog",
    "Rail",
    "RailEntry",
    "ReasonDialog",
    "Role",
    "Scroll",
    "SearchBox",
    "StatusLine",
    "Step",
    "StepState",
    "Stepper",
    "TextArea",
    "TextInput",
    "TitleLabel",
    "Tone",
    "TopBar",
    "ask",
    "clear_layout",
    "column",
    "restyle",
    "left_words",
    "row",
    "set_tip",
    "steps_until",
    "tell",
]
