"use strict";
(() => {
  const CHANGED = 0.005, MARKED = 0.95;
  const percent = (share) => {
    const fine = (share >= 0.99 && share < 0.9995) || (share >= 0.0005 && share < 0.01);
    return (share * 100).toFixed(fine ? 1 : 0) + "\u00a0%";
  };

  function draw(panel, data, month) {
    panel.querySelectorAll("g.band").forEach((group, i) => {
      const [before, months] = data.bands[i];
      const now = months[month];
      const same = Math.abs(now - before) <= CHANGED * Math.max(now, before);
      const [edge, solid] = group.querySelectorAll("path");
      edge.setAttribute("stroke-width", same ? 0 : Math.max(now, before) * data.scale);
      edge.setAttribute("class", "edge " + (same ? "same" : now < before ? "lost" : "gained"));
      solid.setAttribute("stroke-width", (same ? now : Math.min(now, before)) * data.scale);
      group.querySelector("title").textContent =
        group.querySelector("title").textContent.replace(/[^:]*before, .*$/, ` ${before} t/mo before, ${now} t/mo now`);
    });
    panel.querySelectorAll("g.node").forEach((group, i) => {
      const [before, months] = data.nodes[i];
      const share = before ? months[month] / before : 1;
      group.classList.toggle("hit", share < MARKED);
      group.querySelector("tspan").textContent = share < MARKED ? percent(share) : "";
      group.querySelector("title").textContent =
        group.querySelector("title").textContent.replace(/[^:]*before, .*$/, ` ${before} t/mo before, ${months[month]} t/mo now`);
    });
    const label = data.months[month];
    panel.querySelector(".shown").textContent = label;
    panel.querySelector("output").textContent = label;
  }

  const panels = [...document.querySelectorAll(".panel")];
  const sliders = panels.map((panel) => {
    const data = JSON.parse(document.getElementById(panel.dataset.flow).textContent);
    const input = panel.querySelector("input[type=range]");
    if (data.months.length > 1) input.closest("label").hidden = false;
    return { panel, data, input };
  });
  sliders.forEach(({ panel, data, input }) => input.addEventListener("input", () => draw(panel, data, Number(input.value))));

  const tabs = document.querySelector(".tabs");
  if (tabs) {
    const buttons = [...tabs.querySelectorAll("button")];
    const show = (id) => {
      panels.forEach((panel) => { panel.hidden = panel.id !== id; });
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.panel === id)));
    };
    buttons.forEach((button) => button.addEventListener("click", () => show(button.dataset.panel)));
    tabs.hidden = false;
    show((buttons.find((button) => "first" in button.dataset) ?? buttons[0]).dataset.panel);
  }

  document.querySelectorAll("table.sortable").forEach((table) => {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const body = table.tBodies[0];
        const rows = [...body.rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }));
        if ([...body.rows].every((row) => row.cells[column].dataset.value !== undefined)) {
          rows.sort((a, b) => (parseFloat(key(a)) || 0) - (parseFloat(key(b)) || 0));
        }
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  });

  const search = document.getElementById("search");
  if (search) {
    search.closest(".search").hidden = false;
    const groups = [...document.querySelectorAll("#sources details.group")];
    search.addEventListener("input", () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      groups.forEach((group) => {
        let here = 0;
        group.querySelectorAll("tbody tr").forEach((row) => {
          const text = row.textContent.toLowerCase();
          row.hidden = !words.every((word) => text.includes(word));
          here += row.hidden ? 0 : 1;
        });
        found += here;
        group.hidden = here === 0;
        group.open = words.length > 0 && here > 0;
      });
      document.getElementById("found").textContent = words.length ? `${found} found` : "";
    });
  }
})();
