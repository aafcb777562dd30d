/**
 * What the page does: search, filter, and show the rows a part at a time. It only reads texts and hides rows; it never
 * makes markup. It is a constant, and the page's policy allows exactly its hash.
 */
export const SCRIPT = `(() => {
  'use strict';
  const at = (id) => document.getElementById(id);
  const table = at('table');
  if (!table) return;
  const STEP = 100;
  const rows = Array.from(table.tBodies[0].rows);
  const fold = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
  const texts = rows.map((row) => fold(row.textContent));
  const fields = rows.map((row) => (row.dataset.fields ? row.dataset.fields.split(' ') : []));
  const counted = at('counted');
  const number = new Intl.NumberFormat(counted.dataset.locale);
  let most = STEP;
  const update = () => {
    const words = fold(at('search').value).split(/\\s+/).filter(Boolean);
    const status = at('status').value;
    const field = at('field').value;
    let found = 0;
    rows.forEach((row, i) => {
      const fits =
        (status === '' || (status === 'open' ? row.dataset.open === 'yes' : row.dataset.status === status)) &&
        (field === '' || fields[i].includes(field)) &&
        words.every((word) => texts[i].includes(word));
      if (fits) found += 1;
      row.hidden = !fits || found > most;
    });
    const shown = Math.min(found, most);
    counted.textContent =
      found === 0
        ? counted.dataset.none
        : counted.dataset.text.replace('{shown}', number.format(shown)).replace('{found}', number.format(found));
    at('more').hidden = found <= most;
  };
  const again = () => {
    most = STEP;
    update();
  };
  at('search').addEventListener('input', again);
  at('status').addEventListener('change', again);
  at('field').addEventListener('change', again);
  at('show-more').addEventListener('click', () => {
    most += STEP;
    update();
  });
  at('show-all').addEventListener('click', () => {
    most = rows.length;
    update();
  });
  at('controls').hidden = false;
  update();
})();`;
