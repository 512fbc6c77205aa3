"""What the server answers, to whom, and what it never does."""

from __future__ import annotations

import asyncio
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.unit.explore.conftest import CHAPTERS
from tests.unit.report.conftest import HEADER, reports
from tradenet.domain import SourceError
from tradenet.explore import TABLES, Explorer, application, hosts_of, listen

pytestmark = pytest.mark.long

HOST = "127.0.0.1:8321"
QUERY = (
    "economies=CHN%2CIRN%2CPRK%2CRUS&hub=CHN&period=2023&compare=2019&product=&null=margins"
    "&method=leiden&resolution=&seed=0"
)


class Client:
    """Ask the application what a browser could ask."""

    def __init__(self, explorer: Explorer) -> None:
        self.app = application(explorer, (HOST,))

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:  # noqa: ANN401
        """Return the answer; `given` goes to httpx."""

        async def ask() -> httpx.Response:
            over = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=over, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, **given)

        return asyncio.run(ask())

    def get(self, path: str, *, follow: bool = True, **given: Any) -> httpx.Response:  # noqa: ANN401
        return self.request("GET", path, follow_redirects=follow, **given)


class Page(HTMLParser):
    """A page taken apart: tags with attributes, and the ids that others refer to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def every(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def client(explorer: Explorer) -> Client:
    return Client(explorer)


@pytest.fixture(scope="module")
def text(client: Client) -> str:
    answer = client.get(f"/?{QUERY}")
    assert answer.status_code == 200
    return answer.text


def test_the_first_page_is_sent_to_its_address(client: Client) -> None:
    """All state stands in the address; the same in another order has the same address."""
    sent = client.get("/", follow=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/?{QUERY}")
    mixed = "seed=0&add=&compare=2019&economies=RUS&economies=CHN&economies=iran,PRK&hub=China"
    assert client.get(f"/?{mixed}").url.query.decode() == QUERY
    assert client.get(f"/?{QUERY}", follow=False).status_code == 200


def test_the_same_address_gives_the_same_bytes(client: Client, two_sided: Path) -> None:
    again = Client(Explorer(two_sided))
    assert again.get(f"/?{QUERY}").content == client.get(f"/?{QUERY}").content


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
)
@pytest.mark.parametrize("path", ["/", "/summary.csv", "/nowhere"])
def test_it_reads_and_never_writes(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path, content=b"x")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8321", "127.0.0.1", "127.0.0.1:80", "localhost", ""]
)
def test_a_name_that_leads_here_from_elsewhere_gets_nothing(client: Client, host: str) -> None:
    answer = client.get(f"/?{QUERY}", headers={"host": host})
    assert answer.status_code == 400
    assert answer.text == f"this page is for this machine: use http://{HOST}/\n"


@pytest.mark.parametrize(
    "path",
    [f"/?{QUERY}", "/style.css", "/script.js", f"/colours.css?{QUERY}", "/nowhere", "/?x=1",
     f"/histories.csv?{QUERY}"],
)  # fmt: skip
def test_every_answer_says_what_a_page_may_do(client: Client, path: str) -> None:
    for answer in (client.get(path), client.request("HEAD", path)):
        policy = dict(
            part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
        )
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/..%2f..%2fetc%2fpasswd.csv", "/%2e%2e/x.csv", "/etc/passwd",
     "/templates/explore.css", "/style.css/x", "/explore.html.j2", "/nodes.csv"],
)  # fmt: skip
def test_no_file_of_the_machine_is_there(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert len(answer.content) < 40


def test_a_mistake_is_a_page_that_helps(client: Client) -> None:
    answer = client.get("/?economies=CHN,IRA&period=2020&perod=1")
    assert answer.status_code == 400
    assert "economies: no economy &#39;IRA&#39; (did you mean &#39;IRN&#39;?)" in answer.text
    assert "does not hold 2020; the nearest held: 2017, 2018, 2019, 2023" in answer.text
    assert "there is no field &#39;perod&#39;" in answer.text
    assert "<form" in answer.text
    assert client.get("/histories.csv?seed=x").status_code == 400


def test_too_little_in_the_flows_is_told_with_the_choice_kept(by_chapter: Explorer) -> None:
    """2017 has no arms; the controls stay where they were."""
    client = Client(by_chapter)
    answer = client.get("/?economies=CHN,IRN&product=XIX&period=2017&compare=")
    assert answer.status_code == 400
    assert "This view cannot be shown" in answer.text
    assert "no product &#39;XIX&#39;" in answer.text
    assert '<option value="2017" selected>' in answer.text
    assert '<option value="XIX" selected>' in answer.text
    good = client.get("/?economies=CHN,RUS&period=2018&compare=&product=V")
    assert good.status_code == 200
    assert '<option value="V" selected>section V</option>' in good.text
    assert "tradenet communities --period" not in good.text


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=1>', "\u202eabc", "=cmd|'/c calc'!A1",
     "x" * 5000, "\x00", "{{ 70 * 70 }}"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["economies", "add", "hub", "period", "method", "seed", "q"])
def test_what_is_written_in_an_address_is_never_markup(
    client: Client, field: str, hostile: str
) -> None:
    answer = client.get(f"/?{quote(field)}={quote(hostile)}")
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "4900" not in answer.text
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("query", ["economies=%ff%fe", "&".join(["seed=1"] * 200), "%", "=&=&="])
def test_addresses_that_cannot_be_read_are_told(client: Client, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert "<h2" in answer.text


def test_the_name_of_a_file_is_never_markup(tmp_path: Path) -> None:
    """Neither on the page nor in the code that it shows."""
    path = tmp_path / "<script>alert(1)<b>'\".csv"
    path.write_text("\n".join((HEADER, *reports((2019,)))) + "\n", encoding="utf-8")
    explorer = Explorer(path)
    page = explorer.page(explorer.default)
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_a_file_one_click_away(client: Client, text: str, name: str) -> None:
    links = [a["href"] for a in Page(text).every("a")]
    assert f"/{name}.csv?{QUERY}" in links
    answer = client.get(f"/{name}.csv?{QUERY}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert answer.text.startswith('"period",')


def test_every_link_of_the_page_leads_somewhere(client: Client, text: str) -> None:
    page = Page(text)
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in {str(a["href"]) for a in page.every("a")}:
        assert link[1:] in ids if link.startswith("#") else client.get(link).status_code == 200, (
            link
        )


def test_every_control_has_a_label(text: str) -> None:
    page = Page(text)
    labels = {label.get("for") for label in page.every("label")}
    for control in page.every("select", "input"):
        assert control["id"] in labels or control.get("type") == "checkbox"
    named = {control["name"] for control in page.every("select", "input")}
    assert named == {"economies", "add", "hub", "period", "compare", "null", "method",
                     "resolution", "seed"}  # fmt: skip
    assert "holds totals of all goods only" in text


def test_every_colour_of_the_page_has_one_for_the_night(client: Client, text: str) -> None:
    """Also on the page of a mistake, where there are controls alone."""
    told = client.get(f"/colours.css?{QUERY}").text
    drawn = {colour for _, colour in re.findall(r'\b(fill|stroke)="(#[0-9a-f]{6})"', text)}
    assert len(drawn) > 10
    assert all(f'"{colour}"]' in told for colour in drawn)
    plain = client.get("/colours.css?seed=x").text
    assert "--ink:" in plain
    assert "svg" not in plain


def test_nothing_is_asked_of_another_host(text: str) -> None:
    page = Page(text)
    asked = [a["href"] for a in page.every("link")] + [a["src"] for a in page.every("script")]
    assert asked == ["data:,", f"/colours.css?{QUERY}", "/style.css", "/script.js"]
    assert not page.every("img", "iframe", "object", "embed", "video", "base", "meta[http-equiv]")
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]


def test_drawings_have_words_and_no_number_is_missing(text: str) -> None:
    drawings = re.findall(r"<svg [^>]*role=\"img\".*?</svg>", text, flags=re.DOTALL)
    assert len(drawings) == 2 + 2 + 12
    for drawing in drawings:
        title, words = list(ET.fromstring(drawing))[:2]
        assert len(title.text or "") > 10
        assert len(words.text or "") > 10
    main = re.sub(r"<pre.*?</pre>", "", text.split("<main")[1], flags=re.DOTALL)
    assert not re.findall(r"\b(?:None|nan|NaN|inf)\b", main)


def test_two_tabs_do_not_disturb_each_other(explorer: Explorer) -> None:
    """Drawn at the same time as alone, to the byte."""
    queries = [f"economies=CHN,{code}&period={year}&compare=" for code in ("IRN", "RUS", "IND")
               for year in (2018, 2019)]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda q: explorer.page(explorer.choice(q)), queries))
    fresh = Explorer(explorer.shelf.path)
    assert together == [fresh.page(fresh.choice(q)) for q in queries]


def test_a_port_that_is_taken_is_told() -> None:
    first = listen(0)
    try:
        host, port = first.getsockname()
        assert host == "127.0.0.1"
        assert hosts_of(first) == (f"127.0.0.1:{port}", f"localhost:{port}")
        with pytest.raises(SourceError, match=f"port {port} of 127.0.0.1 cannot be used"):
            listen(port)
    finally:
        first.close()


def test_sections_are_drawn_too(by_chapter: Explorer) -> None:
    seen = by_chapter.page(by_chapter.choice("economies=CHN,IRN,PRK,RUS&product=XIX&seed=2"))
    assert 'product="XIX"' in seen.replace("&#34;", '"')
    assert "--set product=XIX" in seen
    assert len(CHAPTERS) == 9
