// Small comforts of the emulated admin's own pages; everything works without it.
(() => {
  const menu = document.getElementById('menu');
  menu?.addEventListener('click', () => {
    const open = document.body.classList.toggle('nav-open');
    menu.setAttribute('aria-expanded', String(open));
  });
  document.getElementById('main')?.addEventListener('click', () => document.body.classList.remove('nav-open'));

  // Messages said once: the address forgets them, so that a reload does not say them again.
  const url = new URL(location.href);
  if (url.searchParams.has('said')) {
    url.searchParams.delete('said');
    url.searchParams.delete('tone');
    history.replaceState(null, '', url);
  }
  // A form is sent once.
  document.addEventListener('submit', (event) => {
    for (const button of event.target.querySelectorAll('button:not([type=button])'))
      setTimeout(() => {
        button.disabled = true;
      });
  });
  // Parts that show what is happening refresh themselves: <section data-refresh="2">, taken from the same page.
  for (const part of document.querySelectorAll('[data-refresh]')) {
    setInterval(async () => {
      if (document.hidden) return;
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
    }, Number(part.dataset.refresh) * 1000);
  }
  // Rows found while typing: <input data-search="#rows">; the server finds them, rows with a quantity stay.
  for (const input of document.querySelectorAll('[data-search]')) {
    const rows = document.querySelector(input.dataset.search);
    let turn = 0;
    input.addEventListener('input', async () => {
      const mine = ++turn;
      const url = new URL(location.href);
      url.searchParams.set('q', input.value);
      const found = new DOMParser()
        .parseFromString(await (await fetch(url)).text(), 'text/html')
        .getElementById(rows.id);
      if (mine !== turn || !found) return;
      const chosen = [...rows.children].filter((row) => row.querySelector('input')?.valueAsNumber > 0);
      const names = new Set(chosen.map((row) => row.querySelector('input').name));
      const fresh = [...found.children].filter((row) => !names.has(row.querySelector('input')?.name));
      rows.replaceChildren(...chosen, ...fresh);
    });
    input.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
  }
})();
