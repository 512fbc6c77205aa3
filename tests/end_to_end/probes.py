"""What is looked for in an open page: each function returns what is wrong there."""

from typing import Any

from tests.end_to_end.browser import Driver, click, press, resize, settle

Found = list[str]

NAMED = """
const named = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '')
  + (e.className.baseVal ?? e.className).replace(/^(?=.)| +/g, '.')
  + ' "' + (e.getAttribute('aria-label') || e.textContent).trim().slice(0, 40) + '"';
const shown = e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
  && e.getClientRects().length > 0;
"""
# Elements that stick out of the window and are not inside a box that scrolls on its own.
STICKING_OUT = """
const scrolls = e => e && e !== document.body
  && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
const wide = document.documentElement.clientWidth;
const page = document.documentElement.scrollWidth > wide + 1
  ? [`the page is ${document.documentElement.scrollWidth} pixels wide, the window ${wide}`] : [];
return page.concat([...document.querySelectorAll('body *')]
  .filter(e => !e.closest('svg, .skip') && e.getBoundingClientRect().right > wide + 1)
  .filter(e => shown(e) && !scrolls(e.parentElement)).map(named));
"""
# Words of a drawing that leave its frame, and words that stand on one another.
CUT_OFF = """
return [...document.querySelectorAll('.panel svg')].filter(shown).flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(shown).filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 3 || box.right > frame.right + 3
      || box.top < frame.top - 3 || box.bottom > frame.bottom + 3;
  }).map(text => text.textContent);
})
"""
OVERLAPPING = """
return [...document.querySelectorAll('.panel svg')].filter(shown).flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && shown(t));
  const boxes = words.map(text => text.getBoundingClientRect());
  const found = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 0.45 * Math.min(a.height, b.height))
      found.push(words[i].textContent + ' / ' + words[i + 1 + j].textContent);
  }));
  return found;
})
"""
# Boxes that hide a part of the words in them: no scroll bar leads there.
CLIPPED = """
const hides = /hidden|clip/;
return [...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && shown(e))
  .filter(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width <= 2 || box.height <= 2 || !e.textContent.trim()) return false;
    if (style.textOverflow === 'ellipsis') return false;  // a repetition of what stands elsewhere
    return hides.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1
      || hides.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
  }).map(named);
"""
# Words whose colour stands out too little from what is behind them (WCAG AA, 4.5): the page, and in
# a drawing the shapes that were drawn before, or the rim that a word brings along.
COLOURS = r"""
const parts = c => {
  const all = (c.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  return {rgb: all.slice(0, 3), alpha: all.length > 3 ? all[3] : 1};
};
const over = (top, alpha, below) => top.map((x, k) => alpha * x + (1 - alpha) * below[k]);
const light = rgb => {
  const [r, g, b] = rgb.map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
};
const paper = matchMedia('(prefers-color-scheme: dark)').matches
  && /dark/.test(getComputedStyle(document.documentElement).colorScheme) ? [18, 18, 18]
  : [255, 255, 255];
const behind = e => {
  if (!e) return paper;
  const {rgb, alpha} = parts(getComputedStyle(e).backgroundColor);
  return alpha === 1 ? rgb : over(rgb, alpha, behind(e.parentElement));
};
const veil = (e, svg) => e === svg ? 1
  : Number(getComputedStyle(e).opacity) * veil(e.parentElement, svg);
"""
PALE = """
const words = 'p, li, td, th, dt, dd, summary, caption, h1, h2, h3, h4, a, button, label, select';
return [...document.querySelectorAll(words)].filter(e => e.textContent.trim() && shown(e))
  .filter(e => contrast(parts(getComputedStyle(e).color).rgb, behind(e)) < 4.5).map(named);
"""
PALE_DRAWN = """
return [...document.querySelectorAll('.panel svg, .key svg')].filter(shown).flatMap(svg => {
  const page = behind(svg);
  const shapes = [...svg.querySelectorAll('path, rect, circle, polygon, ellipse')]
    .filter(e => !e.closest('defs, clipPath') && getComputedStyle(e).fill !== 'none')
    .map(e => [e, e.getBoundingClientRect()]);
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && shown(t))
    .filter(text => {
      const style = getComputedStyle(text), box = text.getBoundingClientRect();
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      const ink = parts(style.fill);
      const rim = style.paintOrder.startsWith('stroke') && style.stroke !== 'none';
      const ground = rim ? parts(style.stroke).rgb : shapes
        .filter(([, b]) => b.left <= x && x <= b.right && b.top <= y && y <= b.bottom)
        .filter(([e]) => e.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
        .filter(([e]) => e.isPointInFill(new DOMPoint(x, y).matrixTransform(
          e.getScreenCTM().inverse())))
        .reduce((below, [e]) => {
          const s = getComputedStyle(e), fill = parts(s.fill);
          return over(fill.rgb, fill.alpha * Number(s.fillOpacity) * veil(e, svg), below);
        }, page);
      const seen = ink.alpha * Number(style.fillOpacity) * veil(text, svg);
      return contrast(over(ink.rgb, seen, ground), ground) < 4.5;
    }).map(text => text.textContent.trim() + ' in ' + (svg.closest('figure')?.id ?? ''));
});
"""
# What a reader of a screen reader is told of each drawing, beside the heading above it.
DRAWINGS = r"""
const plain = words => (words ?? '').replace(/\s+/g, ' ').trim();
return [...document.querySelectorAll('figure')].map(figure => {
  const heading = figure.querySelector('h3, h2')?.cloneNode(true);
  heading?.querySelectorAll('a').forEach(link => link.remove());
  const told = [...figure.querySelectorAll('.panel svg')]
    .filter(svg => svg.getAttribute('aria-hidden') !== 'true').map(svg => ({
      role: svg.getAttribute('role'),
      title: plain(svg.querySelector(':scope > title')?.textContent),
      desc: plain(svg.querySelector(':scope > desc')?.textContent),
      names: (svg.getAttribute('aria-labelledby') ?? '').split(' ')
        .map(id => plain(document.getElementById(id)?.textContent)),
    }));
  const name = figure.getAttribute('aria-label')
    ?? document.getElementById(figure.getAttribute('aria-labelledby'))?.textContent;
  return {id: figure.id, heading: plain(heading?.textContent), name: plain(name),
    drawings: told};
})
"""
# Where the last focus was is where Tab goes on, unless that place is gone.
FROM_THE_TOP = """
const start = document.createElement('span');
start.tabIndex = -1;
document.body.prepend(start);
start.focus();
start.remove();
getSelection().empty();
scrollTo({top: 0, behavior: 'instant'});
"""
# Records what gets the focus, and how it is seen that it has it.
WATCHED = """
window.walked = [];
const looks = e => {
  const s = getComputedStyle(e);
  const line = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1
    && !/rgba\\(.*, 0\\)|transparent/.test(s.outlineColor);
  return line || s.boxShadow !== 'none';
};
// A field without a look of its own is drawn by what stands beside it in its label.
const seen = e => looks(e)
  || e.matches('label *') && looks(e.nextElementSibling ?? e.parentElement);
if (!window.watches)
  addEventListener('focusin', event => walked.push([event.target, seen(event.target)]), true);
window.watches = true;
"""
REACHABLE = """
const takes = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]';
const reach = () => [...document.querySelectorAll(takes)]
  .filter(e => e.tabIndex >= 0 && !e.disabled && !e.closest('[inert]') && shown(e))
  .filter(e => e.type !== 'radio' || e.checked);
"""
WALK = """
const all = expected, seen = walked.map(pair => pair[0]);
const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflow) && !e.matches(takes);
const own = seen.filter(e => !scrolls(e));
const wrong = [];
const once = own.slice(0, new Set(own).size);
if (own.length - once.length > arguments[0])
  wrong.push(`${own.length} steps, ${once.length} places`);
all.filter(e => !own.includes(e)).forEach(e => wrong.push('never reached: ' + named(e)));
once.filter(e => !all.includes(e)).forEach(e => wrong.push('reached unexpectedly: ' + named(e)));
once.forEach((e, k) => {
  if (all[k] && e !== all[k] && all.includes(e))
    wrong.push(`out of order, step ${k}: ${named(e)} instead of ${named(all[k])}`);
});
walked.filter(pair => !pair[1]).forEach(pair => wrong.push('focus not seen: ' + named(pair[0])));
return wrong;
"""
CONTROLS = "button, summary, select, input, textarea, [role='button'], [role='slider']"
# Counts what changes in a page while its controls are worked: a control that moves nothing is dead.
COUNTED = """
window.changes = 0;
new MutationObserver(all => { changes += all.length; }).observe(document,
  {attributes: true, childList: true, characterData: true, subtree: true});
for (const kind of ['input', 'change', 'toggle'])
  addEventListener(kind, () => { changes += 1; }, true);
"""
# What a fold hides on paper; and what paper or a page without scripts cannot press.
FOLDED_AWAY = """
return [...document.querySelectorAll('main details > :not(summary, a, script)')]
  .filter(e => !shown(e) || e.getBoundingClientRect().height < 2).map(named);
"""
TO_PRESS = """
return [...document.querySelectorAll("button, select, input, textarea, [role='slider']")]
  .filter(e => !e.closest('thead') && shown(e)).map(named);  // a head of a column is its words
"""
# Headings, sentences, cells and drawings, whatever the scripts have added around them.
WORDS = """
return [...document.querySelectorAll('h1, h2, h3, h4, caption, td, tbody th, figcaption p,'
  + ' .text, .sentence, .cannot, .panel svg > title')].map(e => {
    const told = e.cloneNode(true);
    told.querySelectorAll('.unseen').forEach(said => said.remove());
    return told.textContent.trim();
  });
"""
# Not what is chosen already, or has come to its end and says so.
IN_FORCE = """
const e = arguments[0];
return shown(e) && !e.disabled && e.getAttribute('aria-disabled') !== 'true'
  && !(e.type === 'radio' && e.checked);
"""
# Words that stand after a name written to the left, in the same line of text, and turn with it.
TURNED = """
const wrong = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const node = texts.currentNode;
  if (!node.data.includes(arguments[0]) || !shown(node.parentElement)) continue;
  const from = node.data.lastIndexOf(arguments[0]) + arguments[0].length;
  const after = node.data.slice(from).search(/[A-Za-z]{2}/);
  if (after < 0) continue;
  const left = at => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const [one, other] = [left(from + after), left(from + after + 1)];
  if (one.top === other.top && one.left > other.left) wrong.push(node.data.slice(0, 80));
}
return wrong;
"""
MOVING = """
const slow = value => value.split(',').some(time => parseFloat(time) > 0.01);
const found = document.getAnimations()
  .map(a => 'animation ' + (a.animationName ?? a.transitionProperty));
return found.concat([document.documentElement, ...document.querySelectorAll('body *')]
  .filter(e => {
    const s = getComputedStyle(e);
    return s.scrollBehavior === 'smooth' || slow(s.transitionDuration) || slow(s.animationDuration);
  }).map(named));
"""
SPACED = """
const sheet = document.createElement('style');
sheet.id = 'spaced';
sheet.textContent = `body :not(svg, svg *) { line-height: 1.5 !important;
  letter-spacing: .12em !important; word-spacing: .16em !important; }
  body p { margin-bottom: 2em !important; }
  svg { letter-spacing: normal; word-spacing: normal; }`;
document.head.append(sheet);
"""


def sticking_out(page: Driver) -> Found:
    """Return what is wider than the window and not in a box that scrolls."""
    return _asked(page, NAMED + STICKING_OUT)


def cut_off(page: Driver) -> Found:
    """Return words of drawings outside their frame, and words on words."""
    return _asked(page, NAMED + CUT_OFF) + _asked(page, NAMED + OVERLAPPING)


def out_of_place(page: Driver) -> Found:
    """Return what does not fit the window as it is.

    Names in drawings are those of data/reference, and no text of a user; where the hostile ones of
    300 letters take their place, the page has to hold, and words may leave their drawing.
    """
    drawn = [] if "/hostile" in page.current_url else cut_off(page)
    return sticking_out(page) + drawn + clipped(page)


def clipped(page: Driver) -> Found:
    """Return boxes that hide a part of what they hold."""
    return _asked(page, NAMED + CLIPPED)


def pale(page: Driver) -> Found:
    """Return words that stand out too little from what is behind them."""
    return _asked(page, NAMED + COLOURS + PALE) + _asked(page, NAMED + COLOURS + PALE_DRAWN)


def moving(page: Driver) -> Found:
    """Return what moves, or would."""
    return _asked(page, NAMED + MOVING)


def drawings(page: Driver) -> list[dict[str, Any]]:
    """Return each figure with its heading and with what is told of its drawings."""
    found: list[dict[str, Any]] = page.execute_script(DRAWINGS)
    return found


def untold(page: Driver) -> Found:
    """Return figures of which those who cannot see them do not learn the finding."""
    figures = drawings(page)
    headings = [figure["heading"] for figure in figures]
    return [
        f"{figure['id']}: {figure['name']}"
        for figure in figures
        if not figure["heading"]
        or headings.count(figure["heading"]) > 1
        or figure["name"] != figure["heading"]
        or not _told(figure)
    ]


def _told(figure: dict[str, Any]) -> bool:
    """Say whether each drawing has a title and words of its own; one alone has the finding."""
    drawn, heading = figure["drawings"], figure["heading"]
    titles = [drawing["title"] for drawing in drawn]
    return (
        bool(titles)
        and all(titles)
        and len(set(titles)) == len(titles)
        and (len(titles) > 1 or titles == [heading])
        and all(
            drawing["role"] == "img"
            and drawing["desc"] not in ("", drawing["title"], heading)
            and drawing["names"] == [drawing["title"], drawing["desc"]]
            for drawing in drawn
        )
    )


def turned(page: Driver, name: str) -> Found:
    """Return texts in which what follows a name written to the left runs to the left as well."""
    return _asked(page, NAMED + TURNED, name)


def folded_away(page: Driver) -> Found:
    """Return what stands in a fold and is not shown."""
    return _asked(page, NAMED + FOLDED_AWAY)


def to_press(page: Driver) -> Found:
    """Return the controls that are shown, but for folds and links."""
    return _asked(page, NAMED + TO_PRESS)


def words(page: Driver) -> Found:
    """Return what the page says, in order."""
    return _asked(page, WORDS)


def fold(page: Driver, *, opened: bool) -> None:
    """Open or close everything that folds."""
    page.execute_script(
        "document.querySelectorAll('details').forEach(d => { d.open = arguments[0]; })", opened
    )


def space_out(page: Driver, *, wide: bool) -> None:
    """Space lines, words and letters as WCAG 1.4.12 lets a reader do, or take that back."""
    page.execute_script(SPACED if wide else "document.getElementById('spaced').remove()")


def tab_walk(page: Driver, key: str) -> Found:
    """Press Tab from the top to beyond the end; return what is not reached, not seen, or traps."""
    page.execute_script(FROM_THE_TOP)
    settle(page)
    page.execute_script(WATCHED)
    many = page.execute_script(NAMED + REACHABLE + "return (window.expected = reach()).length")
    spare = 3
    press(page, *[key] * (many + spare))
    found = _asked(page, NAMED + REACHABLE + WALK, spare)
    page.execute_script("document.activeElement.blur()")
    return found


def dead_controls(page: Driver, *, by_pointer: bool) -> Found:
    """Work every control that is shown, by key or by pointer; return those that change nothing."""
    page.execute_script(COUNTED)
    dead = []
    for control in page.find_elements("css selector", CONTROLS):
        if not page.execute_script(NAMED + IN_FORCE, control):
            continue
        before = page.execute_script("return changes")
        if by_pointer:
            click(page, control)
        else:
            page.execute_script("arguments[0].focus({preventScroll: true})", control)
            press(page, _key_of(control))
        if page.execute_script("return changes") == before:
            dead.append(page.execute_script(NAMED + "return named(arguments[0])", control))
        if control.tag_name == "summary":
            page.execute_script("arguments[0].parentElement.open = true", control)
    return dead


def fits(page: Driver, width: int) -> Found:
    """Return what does not fit a window of this width."""
    resize(page, width)
    settle(page)
    return out_of_place(page)


def _key_of(control: Any) -> str:  # noqa: ANN401 - selenium's own
    """Return the key that works a control, as its users know it."""
    from selenium.webdriver.common.keys import Keys

    if control.tag_name == "select" or control.get_attribute("role") == "slider":
        return str(Keys.ARROW_LEFT)
    if control.tag_name in ("input", "textarea"):
        kind = control.get_attribute("type")
        return {"range": str(Keys.ARROW_LEFT), "checkbox": " ", "radio": " "}.get(kind, "i")
    return " "


def _asked(page: Driver, script: str, *words: object) -> Found:
    found: Found = page.execute_script(script, *words)
    return found
