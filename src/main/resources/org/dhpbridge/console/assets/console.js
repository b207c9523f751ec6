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

// A part that asks again and again is changed where it differs, and nowhere else: what is open stays open, who is in it stays
// where she is, and a screen reader says what is new. What has an id is the same wherever it stands.
htmx.defineExtension("renew", {
  handleSwap(style, part, fresh) {
    if (style === "renew") {
      renew(part, fresh);
    }
    return style === "renew";
  },
});

function renew(old, fresh) {
  const staying = new Set([...fresh.children].map((child) => child.id));
  [...old.children].filter((child) => child.id && !staying.has(child.id)).forEach((child) => child.remove());
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const twin = twinOf(next, at);
    if (twin) {
      removeUpTo(twin, at);
      change(twin, next);
      at = twin.nextSibling;
    } else {
      old.insertBefore(next, at);
    }
  }
  removeUpTo(null, at);
}

function twinOf(next, at) {
  let twin = at;
  while (twin && (next.id ? twin.id !== next.id : twin.nodeName === "#text" && next.nodeName !== "#text")) {
    twin = twin.nextSibling;
  }
  return twin?.nodeName === next.nodeName && (twin.id || "") === (next.id || "") ? twin : null;
}

function removeUpTo(end, start) {
  for (let node = start; node !== end; ) {
    const after = node.nextSibling;
    node.remove();
    node = after;
  }
}

function change(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !next.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of [...next.attributes]) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  renew(old, next);
}

// What asks the bridge again and again says so when no answer comes: the figures that stay would look like those of now.
const parts = new Map();

for (const part of document.querySelectorAll("[hx-trigger*=every]")) {
  parts.set(part, { answered: new Date(), lost: false });
}

document.addEventListener("htmx:afterRequest", (event) => {
  const part = parts.get(event.detail.elt);
  if (part) {
    part.lost = event.detail.successful !== true;
    part.answered = part.lost ? part.answered : new Date();
    event.detail.elt.classList.toggle("stale", part.lost);
    tellWhatIsLost();
  } else if (event.detail.xhr.status === 0) {
    parts.set(event.detail.elt, { answered: new Date(), lost: true });
    tellWhatIsLost();
  }
});

// Who asked for something gets the page that says why it is refused; a part that asks by itself stays as it is.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!parts.has(event.detail.target)) {
    event.detail.shouldSwap = true;
  }
});

function tellWhatIsLost() {
  const notice = document.getElementById("lost");
  const times = [...parts.values()].filter((part) => part.lost).map((part) => part.answered);
  const words = times.length === 0 ? "" : notice.dataset.words.replace("{0}", hour(new Date(Math.min(...times))));
  notice.classList.toggle("notice", words !== "");
  notice.classList.toggle("bad", words !== "");
  if (notice.textContent !== words) {
    notice.textContent = words;
  }
}

// In the zone of the site, as all times of the page; an old browser may not know it.
function hour(time) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return time.toLocaleTimeString("en-GB", { ...form, timeZone: document.getElementById("lost").dataset.zone });
  } catch {
    return time.toLocaleTimeString("en-GB", form);
  }
}

// On a narrow screen the sections are a row that is longer than the screen.
const current = document.querySelector(".sections [aria-current]");
if (current && current.parentElement.scrollWidth > current.parentElement.clientWidth) {
  current.parentElement.scrollLeft = current.offsetLeft - (current.parentElement.clientWidth - current.offsetWidth) / 2;
}
