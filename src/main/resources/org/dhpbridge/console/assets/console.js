// Keys: / to the search box, j and k through a list, Enter opens, Esc leaves. Everything works without this file too.
const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");

function step(direction) {
  const links = [...document.querySelectorAll("tr.row a.open")];
  if (links.length === 0) {
    return;
  }
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + direction))].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Escape") {
    document.activeElement?.blur();
    light(null);
  } else if (typing()) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.focus();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  }
});

// A click on a value lights the same datum wherever it stands on the page.
function light(places) {
  for (const row of document.querySelectorAll("[data-places]")) {
    const own = row.dataset.places.split(" ");
    row.classList.toggle("lit", places !== null && own.some((place) => places.includes(place)));
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-places]");
  if (row && !event.target.closest("a, button, summary, input")) {
    light(row.classList.contains("lit") ? null : row.dataset.places.split(" "));
  }
});
