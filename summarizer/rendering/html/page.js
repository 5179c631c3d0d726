"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const target = (link) => $(link.getAttribute("href").slice(1));
  const narrow = matchMedia("(max-width: 63.99rem)");
  const root = document.documentElement;
  const pane = $("pane");
  let from = null; // the citation that opened the pane
  let shelf = null; // the source that stands in the pane
  let place = null; // where in the page it belongs

  function statementsOn(mark) {
    const found = new Set();
    for (const place of [mark, ...all("i[id]", mark)])
      for (const link of all(`main a[href="#${CSS.escape(place.id)}"]`)) {
        const by = link.closest(".row") || link.closest(".st");
        if (by && !link.closest(".why")) found.add(by);
      }
    return [...found];
  }

  function takeShelf(next) {
    if (shelf === next) return;
    putBack();
    shelf = next;
    if (!next) return;
    place = document.createElement("p");
    place.className = "away";
    const label = next.querySelector(".src-h").textContent;
    $("pane-h").textContent = label;
    place.textContent = label + " is open beside the briefing.";
    next.replaceWith(place);
    $("pane-b").replaceChildren(next);
  }

  function putBack() {
    if (shelf) place.replaceWith(shelf);
    shelf = place = null;
  }

  // Keep `anchor` where it is in the window while `change` moves what is around it.
  function steadily(anchor, change) {
    const before = anchor.getBoundingClientRect().top;
    change();
    scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function open(mark, link) {
    const show = () => {
      pane.hidden = false;
      root.classList.add("beside");
      takeShelf(mark.closest(".src"));
    };
    if (link) {
      from = link;
      steadily(link, show);
      if (narrow.matches) lift(link);
    } else show();
    choose(mark);
    mark.focus({ preventScroll: true });
  }

  // On a narrow screen the pane covers the lower part: what is read must stand above it.
  function lift(element) {
    const room = pane.getBoundingClientRect().top;
    const box = element.getBoundingClientRect();
    if (box.bottom > room || box.top < 0) scrollBy({ top: box.top - room / 3, behavior: "instant" });
  }

  function choose(mark) {
    for (const other of all(".on")) other.classList.remove("on");
    mark.classList.add("on");
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    const derived = mark.dataset.d ? " Derived: " + mark.dataset.d + "." : "";
    const known = statementsOn(mark);
    $("pane-n").textContent = mark.matches(".lo")
      ? "Nothing that is printed rests on this sentence."
      : `What rests on ${mark.dataset.s} (${known.length}):` + derived;
    $("pane-l").replaceChildren(...known.map(backTo));
  }

  function backTo(statement) {
    const link = document.createElement("a");
    const words = statement.matches(".row") ? statement.querySelector("th > span") : statement.querySelector(".t");
    link.href = "#" + statement.id;
    link.dir = "auto";
    link.textContent = (statement.matches(".row") ? "Figures: " : "") + words.textContent;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function close() {
    if (pane.hidden) return;
    const mark = pane.querySelector(".on");
    const done = () => {
      pane.hidden = true;
      root.classList.remove("beside");
      putBack();
      if (mark) mark.classList.remove("on");
    };
    if (from && from.isConnected) {
      steadily(from, done);
      from.focus({ preventScroll: true });
    } else done();
    from = null;
  }

  function goTo(statement) {
    if (statement.closest("[hidden]")) reset();
    if (narrow.matches) close();
    statement.setAttribute("tabindex", "-1");
    statement.scrollIntoView({ block: "center", behavior: "instant" });
    statement.focus({ preventScroll: true });
    statement.classList.remove("flash");
    void statement.offsetWidth; // so that the animation starts again
    statement.classList.add("flash");
  }

  // --- filters

  const choices = ["level", "outlet", "part"].map((name) => $("by-" + name));
  const units = all(".sec .st, .sec .row")
    .filter((element) => element.matches(".row") || !element.closest(".row"))
    .map((element) => ({
      element,
      level: (element.dataset.l || "").split(" "),
      outlet: (element.dataset.o || "").split(" "),
      part: [element.closest(".sec").dataset.k],
    }));

  // "=" is one outlet, whichever; "=3" the third alone; "3" that one among others.
  function isOf(unit, name, value) {
    if (name !== "outlet" || value[0] !== "=") return unit[name].includes(value);
    return unit.outlet.length === 1 && (value === "=" || unit.outlet[0] === value.slice(1));
  }

  const rows = units.filter((unit) => unit.element.matches(".row")).length;
  const versions = units.filter((unit) => unit.part[0] === "disputes").length;
  const kinds = [
    [units.length - rows - versions, "statement"],
    [versions, "version told differently", "versions told differently"],
    [rows, "row of figures", "rows of figures"],
  ];
  const every = kinds
    .filter(([number]) => number)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many || one + "s"}`)
    .join(", ");

  function apply() {
    const wanted = choices.map((choice) => [choice.id.slice(3), choice.value]).filter(([, value]) => value);
    let shown = 0;
    for (const unit of units) {
      const fits = wanted.every(([name, value]) => isOf(unit, name, value));
      unit.element.hidden = !fits;
      shown += fits;
    }
    for (const plot of all("tr.plot")) plot.hidden = plot.previousElementSibling.hidden;
    for (const group of [...all(".dispute"), ...all(".sec"), ...all(".story")])
      group.hidden = wanted.length > 0 && !group.querySelector((group.matches(".story") ? ".sec " : "") + ".st:not([hidden]), .row:not([hidden])");
    root.classList.toggle("filtered", wanted.length > 0);
    $("all").hidden = !wanted.length;
    $("none").hidden = shown > 0 || !wanted.length;
    $("count").textContent = wanted.length
      ? `${shown} of ${units.length} statements, versions and rows shown`
      : every;
  }

  function reset() {
    for (const choice of choices) choice.value = "";
    apply();
  }

  // --- why: the words of each claim, taken from where they stand once

  function fill(details) {
    for (const link of all('.rs a[href^="#w-"]', details)) {
      const mark = target(link)?.closest("mark");
      if (!mark || link.dataset.told) continue;
      link.dataset.told = "1";
      const words = document.createElement("q");
      words.dir = "auto";
      words.textContent = mark.querySelector(":scope > span").textContent;
      link.after(" ", words);
    }
  }

  // --- events

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link) {
      const mark = event.target.closest("#pane mark");
      if (mark && !event.target.closest("a") && !String(getSelection())) choose(mark);
      return;
    }
    const to = target(link);
    if (!to) return;
    if (link.matches(".mark")) {
      event.preventDefault();
      link.focus();
    } else if (to.closest("mark, .lo")) {
      event.preventDefault();
      open(to.closest("mark, .lo"), link);
    } else if (link.matches("#pane .n")) {
      event.preventDefault();
      choose(link.closest("mark"));
    } else if (to.id === "legend") {
      to.closest("details").open = true;
    } else if (to.matches(".st, .row")) {
      event.preventDefault();
      goTo(to);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.activeElement.matches(".mark")) document.activeElement.blur();
    else close();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".why")) fill(event.target);
  }, true);
  $("pane-x").addEventListener("click", close);
  $("all").addEventListener("click", () => { reset(); choices[0].focus(); });
  $("all-2").addEventListener("click", () => { reset(); choices[0].focus(); });
  for (const choice of choices) choice.addEventListener("change", apply);
  addEventListener("beforeprint", () => {
    close();
    for (const folded of all(".how:not([open])")) {
      folded.open = true;
      folded.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const opened of all("[data-printed]")) {
      opened.open = false;
      delete opened.dataset.printed;
    }
  });
  addEventListener("pageshow", apply);
  $("bar").hidden = false;
  apply();
})();
