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
  // Rows filtered while typing: <input data-filter="#rows">.
  for (const input of document.querySelectorAll('[data-filter]')) {
    const rows = document.querySelector(input.dataset.filter);
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase();
      for (const row of rows.children)
        row.hidden =
          !row.textContent.toLowerCase().includes(words) && !row.querySelector('input[type=number]')?.valueAsNumber;
    });
  }
})();
