"use strict";
// The table stands in the page already. This script filters and sorts its rows, moves the focus, and opens cells.
// What was recorded is only ever set as text.

const one = (id) => document.getElementById(id);
const data = JSON.parse(one("data").textContent);
const board = one("board"), body = board.tBodies[0], filters = one("filters"), detail = one("detail"), frame = one("frame");
const heads = [...board.tHead.rows[1].cells];
const stateOf = Object.fromEntries(Object.entries(data.marks).map(([state, [kind]]) => [kind, state]));
const rank = { untested: 0, false: 1, flaky: 2, true: 3 };
const firstState = 2; // the columns before are the model and the mode

const rows = [...body.rows].map((tr, number) => {
  const { scenario, mode, exhibits } = data.rows[number];
  const about = data.scenarios[scenario];
  const states = {};
  data.columns.forEach((column, at) => { states[column.key] = stateOf[tr.cells[firstState + at].classList[0]]; });
  const words = [about.provider, about.title, ...about.models].join(" ").toLowerCase();
  return { tr, number, scenario, about, mode, exhibits, states, words, source: about.evidence?.provenance ?? "" };
});

// --- Filter ---------------------------------------------------------------------------------------------------------

const tests = {
  text: (row, value) => value.toLowerCase().split(/\s+/).every((word) => row.words.includes(word)),
  mode: (row, value) => row.mode === value,
  thinks: (row, value) => row.about.thinks === (value === "yes"),
  place: (row, value) => row.about.place === value,
  can: (row, value) => row.states[value] === "true",
  provenance: (row, value) => value === "*" || (value ? row.source === value : !data.made.includes(row.source)),
};

function wanted() {
  return [...new FormData(filters)].filter(([name, value]) => value || name === "provenance");
}

function filter() {
  const asked = wanted();
  for (const row of rows) row.tr.hidden = !asked.every(([name, value]) => tests[name](row, value.trim()));
  show(asked);
}

function show(asked) {
  const left = visible();
  const providers = new Set(left.map((row) => row.about.provider));
  const can = asked.filter(([name]) => name === "can").map(([, key]) => data.columns.find((column) => column.key === key).name);
  one("chosen").textContent = can.join(", ") || "anything";
  one("shown").textContent = `${left.length} of ${rows.length} rows, ${providers.size} ${providers.size === 1 ? "provider" : "providers"}`;
  one("none").hidden = left.length > 0;
  data.columns.forEach(({ key }, at) => {
    heads[firstState + at].querySelector(".count").textContent = left.filter((row) => row.states[key] === "true").length;
  });
  left.forEach((row, at) => row.tr.classList.toggle("again", at > 0 && left[at - 1].scenario === row.scenario));
  enter(left.some((row) => row.tr.contains(current)) || heads.includes(current) ? current : left[0]?.tr.cells[0] ?? heads[0]);
}

function visible() {
  return rows.filter((row) => !row.tr.hidden);
}

// --- Sort -----------------------------------------------------------------------------------------------------------

const byText = (value) => ({ value, first: "ascending", compare: (a, b) => value(a).localeCompare(value(b), "en", { numeric: true }) });
const byNumber = (value) => ({ value, first: "descending", compare: (a, b) => value(a) - value(b) });
const orders = {
  model: byText((row) => row.about.name),
  mode: byText((row) => row.mode),
  source: byText((row) => row.source),
  answers: byNumber((row) => row.about.evidence?.answers ?? 0),
};

function sort(head) {
  const order = orders[head.dataset.key] ?? byNumber((row) => rank[row.states[head.dataset.key]]);
  const turns = order.first === "ascending" ? ["ascending", "descending", "none"] : ["descending", "ascending", "none"];
  const turn = turns[(turns.indexOf(head.ariaSort) + 1) % turns.length];
  for (const other of heads) other.ariaSort = other === head ? turn : "none";
  const sign = { ascending: 1, descending: -1, none: 0 }[turn];
  rows.sort((a, b) => sign * order.compare(a, b) || a.number - b.number);
  body.append(...rows.map((row) => row.tr));
  show(wanted());
}

// --- Focus: one stop of the tab key, arrows from cell to cell --------------------------------------------------------

let current = null;
const target = (cell) => cell.querySelector("button") ?? cell;

function enter(cell) {
  if (current) target(current).tabIndex = -1;
  current = cell;
  target(current).tabIndex = 0;
}

function go(cell) {
  enter(cell);
  target(cell).focus();
}

const page = 10;
const moves = {
  ArrowUp: (y, x) => [y - 1, x], ArrowDown: (y, x) => [y + 1, x], ArrowLeft: (y, x) => [y, x - 1], ArrowRight: (y, x) => [y, x + 1],
  PageUp: (y, x) => [y - page, x], PageDown: (y, x) => [y + page, x],
  Home: (y, x, event) => [event.ctrlKey ? 0 : y, 0], End: (y, x, event) => [event.ctrlKey ? Infinity : y, Infinity],
};

board.addEventListener("keydown", (event) => {
  const cell = event.target.closest("th, td");
  const move = moves[event.key];
  if (move) {
    const grid = [board.tHead.rows[1], ...visible().map((row) => row.tr)];
    const within = (at, length) => Math.max(0, Math.min(length - 1, at));
    const [y, x] = move(grid.indexOf(cell.parentElement), cell.cellIndex, event);
    const row = grid[within(y, grid.length)];
    go(row.cells[within(x, row.cells.length)]);
    event.preventDefault();
  } else if ((event.key === "Enter" || event.key === " ") && body.contains(cell)) {
    open(cell);
    event.preventDefault();
  }
});

board.addEventListener("click", (event) => {
  const cell = event.target.closest("th, td");
  if (heads.includes(cell)) {
    sort(cell);
    go(cell);
  } else if (cell && body.contains(cell)) {
    go(cell);
    open(cell);
  }
});

// --- What a cell opens ----------------------------------------------------------------------------------------------

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function mark(state) {
  const [kind, sign] = data.marks[state];
  const made = make("span", `mark ${kind}`, sign);
  made.ariaHidden = "true";
  return made;
}

function facts(pairs) {
  return make("dl", "facts", ...pairs.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]));
}

function link(url) {
  const made = make("a", "", url.replace("https://", ""));
  made.href = url;
  made.rel = "noreferrer";
  return made;
}

function source(about) {
  const { evidence } = about;
  if (!evidence) return [["Evidence", "none: nobody asked it"]];
  return [
    ["Evidence", `${evidence.provenance}: ${data.provenances[evidence.provenance]}`],
    ["Source", evidence.source],
    ["Last answer", evidence.date ?? "the recordings don't tell when"],
    ["Answers seen", `${evidence.answers}, in all modes`],
  ];
}

function said({ tried, formats, max_size: size }) {
  const ways = Object.entries(tried).map(([way, state]) => `${way}: ${data.words[state][0]}`);
  return [...ways, ...formats, ...(size ? [`up to ${size.toLocaleString("en")} bytes`] : [])].join(", ");
}

function quote(label, text, className) {
  return make("blockquote", className, make("small", "", label), text);
}

function exhibit(number) {
  const shown = data.exhibits[number];
  const raw = make("details", "", make("summary", "", "As it was sent and answered"), ...shown.exchanges.flat().map((text) => make("pre", "", text)));
  raw.open = !shown.answer;
  return make(
    "section", "exhibit",
    make("h3", "", mark(shown.state), `${shown.check} (${shown.mode})`),
    shown.question ? quote("Asked", shown.question, "question") : null,
    shown.answer ? quote("Answered", shown.answer, "answer") : null,
    raw,
  );
}

function behind(row, key) {
  if (row.states[key] === "untested") return [];
  const numbers = row.exhibits[key] ?? [];
  if (numbers.length) return numbers.map(exhibit);
  const { provenance, source } = row.about.evidence;
  const where = provenance === "corpus" ? `It is among the public recordings of ${source}.` : "";
  return [make("p", "exhibit", `The recording is not at hand in this page. ${where}`)];
}

function ofCell(row, column) {
  const state = row.states[column.key];
  const ways = row.about.ways[column.key];
  return {
    title: column.name,
    parts: [
      make("p", "verdict", mark(state), make("span", "", make("b", "", data.words[state][0]), `. ${data.words[state][1]}`)),
      facts([["Means", column.about], ["How", ways ? said(ways) : ""], ...source(row.about)]),
      ...behind(row, column.key),
    ],
  };
}

function ofModel(row) {
  const { about } = row;
  const names = Object.fromEntries(data.columns.map((column) => [column.key, column.name]));
  const thoughts = about.tags.length ? `with thoughts, inside the text between ${about.tags.join(" and ")}` : "with thoughts";
  const others = about.models.slice(1).join(", ");
  return {
    title: about.name,
    parts: [
      ...about.warnings.map((text) => make("p", "verdict", mark("flaky"), text)),
      facts([
        ["Provider", about.title],
        ["Runs in", about.place],
        ["Answers", about.thinks ? thoughts : "without thoughts"],
        ["Said to be alike", others],
        ...source(about),
        ...Object.entries(about.ways).map(([key, ways]) => [names[key] ?? key, said(ways)]),
        ...Object.entries(about.links).map(([text, url]) => [text, link(url)]),
      ]),
    ],
  };
}

function open(cell) {
  const row = rows.find(({ tr }) => tr === cell.parentElement);
  const column = data.columns[cell.cellIndex - firstState];
  const { title, parts } = column ? ofCell(row, column) : ofModel(row);
  const heading = make("h2", "", title);
  heading.id = "subject";
  const close = make("button", "", "Close");
  close.type = "button";
  close.addEventListener("click", () => detail.close());
  const whose = [column ? row.about.name : "", row.about.provider, row.mode].filter(Boolean).join(" · ");
  one("content").replaceChildren(make("header", "", heading, close, make("p", "whose", whose)), ...parts);
  detail.showModal();
  detail.scrollTop = 0;
}

detail.addEventListener("click", (event) => { if (event.target === detail) detail.close(); });
detail.addEventListener("close", () => target(current).focus());

// --- Begin ----------------------------------------------------------------------------------------------------------

const abilities = filters.querySelector("details");
document.addEventListener("click", (event) => { if (!abilities.contains(event.target)) abilities.open = false; });
abilities.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !abilities.open) return;
  abilities.open = false;
  abilities.querySelector("summary").focus();
});
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(filter));
for (const cell of board.querySelectorAll("tbody th, tbody td, .heads button")) cell.tabIndex = -1;
filters.hidden = false;
filter();
