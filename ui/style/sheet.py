"""The one style sheet of the program, made from tokens and scale.

Widgets say what they are by class name or by the properties `role`, `tone`, `kind` and `invalid`; the
sheet says how that looks. Nothing else in `ui` calls setStyleSheet.
"""

from dataclasses import asdict, fields
from string import Template

from ui.style.tokens import SIZE, Palette, Role, Tone

_TEXT = """
QWidget { color: $ink; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${text_title}px; font-weight: 700; }
QLabel[role="section"] { font-weight: 500; }
QLabel[role="strong"] { font-weight: 500; }
QLabel[role="figure"] { font-size: ${text_figure}px; font-weight: 700; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${text_small}px; }
QLabel[role="label"] { color: $muted; font-size: ${text_label}px; }
QLabel[role="error"] { color: $red; font-size: ${text_small}px; }
QLabel[required="true"] { color: $red; font-size: ${text_label}px; }
QToolTip { color: $ink; background: $card; border: 1px solid $line_strong; padding: ${gap_tiny}px; }
KeyHint { color: $muted; font-size: ${text_small}px; border: 1px solid $line;
  border-radius: ${gap_tiny}px; padding: 0 ${gap_tiny}px; }
"""

_TONE = """
QLabel[tone="$name"] { color: $tone_ink; }
Chip[tone="$name"] { color: $tone_ink; background: $tone_ground; font-size: ${text_small}px;
  font-weight: 500; border-radius: ${half_chip}px; padding: 0 ${gap_small}px; }
Banner[tone="$name"] { background: $tone_ground; border: 1px solid $tone_ground;
  border-radius: ${radius}px; }
Banner[tone="$name"] QLabel { color: $ink; }
Banner[tone="$name"] QLabel[role="strong"] { color: $tone_ink; }
"""

_SURFACES = """
QMainWindow, QDialog, Scroll, Ground { background: $ground; }
Scroll > QWidget > QWidget { background: $ground; }
Scroll[onCard="true"], Scroll[onCard="true"] > QWidget > QWidget { background: $card; }
QDialog { background: $card; }
Card, Stepper { background: $card; border: 1px solid $line; border-radius: ${radius_card}px; }
SearchPopup { border: 1px solid $line_strong; }
Line { background: $line; border: none; }
TopBar { background: $card; border: none; border-bottom: 1px solid $line; }
Rail { background: $card; border: none; border-right: 1px solid $line; }
StatusLine { background: $card; border: none; border-top: 1px solid $line; }
StatusLine QLabel { color: $muted; font-size: ${text_small}px; }
StatusLine QLabel:focus { text-decoration: underline; }
StatusLine QLabel[tone="red"] { color: $red; }
StatusLine QLabel[tone="amber"] { color: $amber; }
QScrollArea { border: none; }
Scroll { border: 1px solid transparent; }
Scroll:focus { border-color: $muted; }
QScrollBar:vertical { background: transparent; width: ${bar_width}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar_width}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: ${bar_radius}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${control}px; }
QScrollBar::handle:horizontal { min-width: ${control}px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QStatusBar::item { border: none; }
"""

_BUTTONS = """
QPushButton { color: $ink; background: $card; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 ${button_pad}px; min-height: ${control_inner}px; }
QPushButton:hover { background: $hover; border-color: $line_strong; }
QPushButton:pressed, QPushButton:open { background: $selected; }
QPushButton:focus { border: 2px solid $ink; padding: 0 ${button_pad_focus}px;
  min-height: ${control_focus}px; outline: none; }
QPushButton:disabled { color: $faint; background: $ground; border-color: $line; }
QPushButton::menu-indicator { image: none; width: 0; }
PrimaryButton { color: $on_red; background: $red; border-color: $red; font-weight: 500; }
PrimaryButton:hover { background: $red_hover; border-color: $red_hover; }
PrimaryButton:pressed { background: $red_pressed; border-color: $red_pressed; }
PrimaryButton:disabled { color: $muted; background: $neutral_ground; border-color: $neutral_ground; }
DangerButton { color: $red; border-color: $red; }
DangerButton:hover { background: $red_ground; border-color: $red; }
DangerButton:pressed { background: $halo; }
LinkButton { color: $muted; background: transparent; border: 1px solid transparent;
  padding: 0 ${gap_tiny}px; min-height: ${link_inner}px; }
LinkButton:hover { color: $ink; background: transparent; border-color: transparent;
  text-decoration: underline; }
LinkButton:focus { border: 1px solid $muted; padding: 0 ${gap_tiny}px; min-height: ${link_inner}px; }
IconButton { background: transparent; border-color: transparent; padding: 0; min-width: ${control_inner}px; }
IconButton:focus { padding: 0; min-width: ${control_focus}px; }
QMenu { background: $card; border: 1px solid $line_strong; padding: ${gap_tiny}px 0; }
QMenu::item { padding: ${gap_tiny}px ${gap_wide}px; min-height: ${menu_row}px; }
QMenu::item:selected { background: $selected; color: $ink; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${gap_tiny}px 0; }
"""

_INPUTS = """
QLineEdit, QComboBox, QAbstractSpinBox { color: $ink; background: $card; border: 1px solid $line;
  border-radius: ${radius}px; padding: 0 ${gap_small}px; min-height: ${field_inner}px; }
QLineEdit { selection-background-color: $red; selection-color: $on_red; }
QPlainTextEdit, QTextEdit { color: $ink; background: $card; border: 1px solid $line;
  border-radius: ${radius}px; padding: ${gap_tiny}px; selection-background-color: $red;
  selection-color: $on_red; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover, QPlainTextEdit:hover { border-color: $line_strong; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QComboBox:on { border: 1px solid $red; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $ground; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {
  color: $muted; background: $ground; }
*[invalid="true"] { border: 1px solid $red; background: $red_ground; }
QComboBox { combobox-popup: 0; padding-left: ${combo_pad}px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus,
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:hover, QAbstractSpinBox QLineEdit:hover { border: none; padding: 0; background: transparent;
  min-height: 0; }
QComboBox::drop-down { border: none; width: ${drop_width}px; }
QComboBox::down-arrow { image: url(icons:mark-down-$mode.svg); width: ${mark}px; height: ${mark}px; }
QDateEdit::drop-down { border: none; width: ${drop_width}px; }
QDateEdit::down-arrow { image: url(icons:mark-down-$mode.svg); width: ${mark}px; height: ${mark}px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  width: 0; border: none; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line_strong; outline: none;
  selection-background-color: $selected; selection-color: $ink; }
QListView[hangs="true"], PickList { background: $card; border: 1px solid $line_strong; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $ink; }
QComboBox QAbstractItemView::item:disabled { color: $muted; }
QComboBox QAbstractItemView::item { min-height: ${row_compact}px; padding: 0 ${gap_small}px; }
QCheckBox, QRadioButton { background: transparent; outline: none; spacing: ${gap_small}px;
  min-height: ${row_inner}px; }
FormGrid QCheckBox { min-height: ${field}px; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator {
  width: ${box}px; height: ${box}px; border: 1px solid $faint; background: $card; }
QCheckBox::indicator, QListView::indicator, QTreeView::indicator { border-radius: ${gap_tiny}px; }
QRadioButton::indicator { border-radius: ${half_box}px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked {
  background: $red; border-color: $red; image: url(icons:mark-check-$mode.svg); }
QRadioButton::indicator:checked { background: $red; border-color: $red;
  image: url(icons:mark-dot-$mode.svg); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $ink;
  width: ${box_focus}px; height: ${box_focus}px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
SearchBox { background: $ground; border: 1px solid $line; border-radius: ${radius}px; }
SearchBox[focused="true"] { background: $card; border-color: $red; }
SearchBox QLineEdit, SearchBox QLineEdit:hover, SearchBox QLineEdit:focus {
  background: transparent; border: none; padding: 0; }
QCalendarWidget QToolButton { color: $ink; background: $card; border: none; padding: ${gap_tiny}px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $card; }
"""

_LISTS = """
QTableView, QTreeView, QListView { background: $card; border: none; outline: none;
  selection-background-color: $selected; selection-color: $ink; }
QTreeView::item, QListView::item { min-height: ${row_compact}px; padding: 0 ${gap_tiny}px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $selected; color: $ink; }
QHeaderView { background: $card; border: none; }
QHeaderView::section { color: $muted; background: $card; border: none; border-bottom: 1px solid $line;
  font-size: ${text_small}px; font-weight: 400; padding: 0 ${gap}px; }
QHeaderView::section:hover { color: $ink; }
PdfView QScrollArea > QWidget > QWidget, PdfView QListView { background: $neutral_ground; }
PdfView QListView::item:selected { background: $card; border: 1px solid $red; }
CameraDialog QListView::item:selected { border: 1px solid $red; }
QTableCornerButton::section { background: $card; border: none; }
QTabBar { background: transparent; outline: none; }
QTabBar::tab { color: $muted; background: transparent; border: none;
  border-bottom: 2px solid transparent; padding: 0 ${tab_pad}px; height: ${tab_inner}px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; font-weight: 700; border-bottom: 2px solid $red; }
QTabBar::tab:disabled { color: $faint; }
QTabBar QToolButton { background: $card; border: none; }
QTabBar::tear { width: 0; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QProgressBar { background: $neutral_ground; border: none; border-radius: ${half_tiny}px;
  min-height: ${gap_tiny}px; max-height: ${gap_tiny}px; }
QProgressBar::chunk { background: $red; border-radius: ${half_tiny}px; }
"""


def make_sheet(palette: Palette, scale: float) -> str:
    """The style sheet for a palette at a scale of 1.0 to 1.5."""
    names = _names(palette, scale)
    parts = [
        Template(part).substitute(names) for part in (_TEXT, _SURFACES, _BUTTONS, _INPUTS, _LISTS)
    ]
    for tone in Tone:
        ink, ground = palette.tone(tone)
        names.update(name=tone.value, tone_ink=ink, tone_ground=ground)
        parts.append(Template(_TONE).substitute(names))
    return "\n".join(parts)


def roles_in_sheet() -> set[str]:
    """The text roles that the sheet gives a look of their own; BODY is the application's font."""
    return {role.value for role in Role if f'[role="{role.value}"]' in _TEXT}


def _names(palette: Palette, scale: float) -> dict[str, str]:
    def px(size: float) -> str:
        return str(max(1, round(size * scale)))

    names = {key: value for key, value in asdict(palette).items() if isinstance(value, str)}
    names["mode"] = "dark" if palette.is_dark else "light"
    names.update({item.name: px(getattr(SIZE, item.name)) for item in fields(SIZE)})
    # Content heights: Qt adds border and padding around min-height.
    inner = {"control_inner": (SIZE.control, 2), "control_focus": (SIZE.control, 4)}
    inner |= {"field_inner": (SIZE.field, 2), "tab_inner": (SIZE.tabs, 2), "link_inner": (24, 2)}
    names.update({key: str(round(size * scale) - edge) for key, (size, edge) in inner.items()})
    names.update(
        half_chip=str(round(SIZE.chip * scale) // 2),
        half_tiny=px(SIZE.gap_tiny / 2),
        button_pad=px(14),
        button_pad_focus=str(round(14 * scale) - 1),
        bar_width=px(12),
        bar_radius=px(4),
        drop_width=px(24),
        combo_pad=str(round(SIZE.gap_small * scale) + 2),
        mark=px(12),
        box=px(16),
        box_focus=str(round(16 * scale) - 2),
        half_box=str(round(16 * scale + 2) // 2),
        menu_row=px(20),
        row_inner=px(24),
        tab_pad=px(8),
    )
    return names
