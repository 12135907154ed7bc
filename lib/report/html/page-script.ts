import { markup } from '../markup.ts';

/**
 * What the report does in a browser beyond being read: it filters, copies SQL, and opens what is folded before it is
 * printed. Without it everything is there and open.
 */
export const pageScript = markup`
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById('filter');
  const found = document.getElementById('found');
  const groups = all('.group').map((element) => ({
    element,
    environment: element.closest('.environment')?.dataset.environment,
    drifts: all('.drift', element).map((drift) => ({ drift, severity: drift.dataset.severity })),
  }));
  const total = groups.reduce((sum, { drifts }) => sum + drifts.length, 0);
  const textOf = (item) => (item.text ??= item.drift.textContent.toLowerCase());
  const apply = () => {
    const words = form.elements.text.value.toLowerCase().split(' ').filter((word) => word !== '');
    const environment = form.elements.environment?.value ?? '';
    const severities = new Set(all('input[type=checkbox]:checked', form).map((box) => box.value));
    const isNarrowed = words.length > 0 || severities.size < all('input[type=checkbox]', form).length;
    const isWhole = !isNarrowed && environment === '';
    let shown = 0;
    for (const group of groups) {
      const head = group.element.firstElementChild.textContent.toLowerCase();
      let any = 0;
      for (const item of group.drifts) {
        const fits = (environment === '' || group.environment === environment) && severities.has(item.severity)
          && words.every((word) => head.includes(word) || textOf(item).includes(word));
        if (item.drift.hidden === fits) item.drift.hidden = !fits;
        if (fits) any += 1;
      }
      group.element.hidden = any === 0;
      shown += any;
    }
    for (const section of all('.environment')) {
      section.hidden = environment !== '' && section.dataset.environment !== environment;
      for (const rest of all('.rest', section)) rest.hidden = isNarrowed;
    }
    for (const cell of all('.matrix [data-environment]')) {
      cell.hidden = environment !== '' && cell.dataset.environment !== environment;
    }
    found.textContent = isWhole ? total + ' drifts' : shown + ' of ' + total + ' drifts';
  };
  if (form) {
    form.hidden = false;
    form.addEventListener('input', apply);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(apply));
    apply();
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target.matches?.('input, select, textarea');
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        form.elements.text.focus();
      } else if (event.key === 'Escape' && event.target === form.elements.text) {
        form.reset();
      }
    });
  }
  const said = document.getElementById('said');
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  for (const button of all('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const sources = button.dataset.copy.split(' ').map((id) => document.getElementById(id));
      const text = sources.map((source) => source.textContent + ';').join(String.fromCharCode(10));
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = 'Copied.';
        const label = button.textContent;
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = label; }, 1500);
      } catch {
        select(sources[0]);
        said.textContent = 'Selected; press the keys that copy.';
      }
    });
  }
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches('details')) target.open = true;
  };
  addEventListener('hashchange', reveal);
  reveal();
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...folded, ...all('details:not([open])')];
    for (const element of folded) element.open = true;
  });
  addEventListener('afterprint', () => {
    for (const element of folded) element.open = false;
    folded = [];
  });
})();
`;
