// Shows a text as it will be read, while it is written: [data-preview] is a textarea, its value the id of the place to show it.
// The server makes the page from its closed text model; nothing typed is kept here.
const policy = window.trustedTypes?.createPolicy("paragraf", { createHTML: (html) => html });

for (const area of document.querySelectorAll("textarea[data-preview]")) {
  const place = document.getElementById(area.dataset.preview);
  let timer;
  let newest = 0;

  const show = async () => {
    const mine = ++newest;
    const body = new URLSearchParams({ text: area.value });
    const options = { method: "POST", body, redirect: "error" };
    const answer = await fetch("/arbete/forhandsvisning", options).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => null) : null;
    if (mine !== newest) return;
    place.hidden = false;
    if (html === null) place.textContent = "Förhandsvisningen kunde inte hämtas. Texten står kvar i fältet.";
    else place.innerHTML = policy ? policy.createHTML(html) : html;
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
  if (area.value.trim()) area.addEventListener("focus", show, { once: true });
}
