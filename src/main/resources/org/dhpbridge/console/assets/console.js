// Keys: / to the search box, j and k through a list or the values of a message, Enter opens or lights, Esc leaves. Everything
// works without this file too.
const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");

function step(direction) {
  const links = [...document.querySelectorAll("tr.row a.open")];
  const list = links.length > 0 ? links : values();
  if (list.length === 0) {
    return;
  }
  const at = list.indexOf(document.activeElement);
  const lit = list.findIndex((row) => row.classList.contains("lit"));
  const next = at < 0 && lit >= 0 ? lit : Math.min(list.length - 1, Math.max(0, at + direction));
  list[next].tabIndex = list[next].matches("a") ? 0 : -1;
  list[next].focus();
}

// Those of the pane in which the person is; whoever comes to one by Tab begins at what is lit there.
function values() {
  const pane = document.activeElement?.closest(".tree") ?? document.querySelector(".tree");
  return pane ? [...pane.querySelectorAll("[data-places]")] : [];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Escape") {
    document.activeElement?.blur();
    light(null, null);
  } else if (typing()) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.focus();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  } else if (event.key === "Enter" && document.activeElement?.matches("[data-places]")) {
    choose(document.activeElement);
  }
});

// A value that is chosen lights the same datum wherever it stands: in its message, for a page can have several. Each other pane
// is moved to the first that is lit there.
function choose(row) {
  light(row.classList.contains("lit") ? null : row.dataset.places.split(" "), row);
}

function light(places, chosen) {
  const message = chosen?.closest(".one") ?? document;
  for (const row of document.querySelectorAll("[data-places]")) {
    const own = row.dataset.places.split(" ");
    const lit = places !== null && message.contains(row) && own.some((place) => places.includes(place));
    row.classList.toggle("lit", lit);
    lit ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
  }
  for (const pane of message.querySelectorAll(".tree .scroll")) {
    const first = pane.contains(chosen) ? null : pane.querySelector(".lit");
    if (first) {
      const names = pane.querySelector("th")?.offsetHeight ?? 0;
      pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - names;
    }
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-places]");
  if (row && !event.target.closest("a, button, summary, input")) {
    choose(row);
  }
});
