// What people take for a workbook: an OpenDocument with a password, XML of 2003, HTML, text.
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { FIRST, HEADER, LAST } from './workbook.mjs';
import { entry, zip } from './zip.mjs';

/** A spreadsheet of OpenDocument whose content is encrypted as ODF 1.2 says (AES-256, password "secreto"). */
export function lockedOds() {
  const kind = 'application/vnd.oasis.opendocument.spreadsheet';
  const content =
    '<?xml version="1.0"?><office:document-content office:version="1.2" ' +
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:spreadsheet/>' +
    '</office:body></office:document-content>';
  const packed = deflateRawSync(Buffer.from(content));
  const salt = Buffer.from('0123456789abcdef');
  const iv = Buffer.from('fedcba9876543210');
  const start = createHash('sha256').update('secreto').digest();
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(start, salt, 100_000, 32, 'sha1'), iv);
  const locked = Buffer.concat([cipher.update(packed), cipher.final()]);
  const sum = createHash('sha256').update(packed.subarray(0, 1024)).digest('base64');
  const sha256 = 'http://www.w3.org/2000/09/xmldsig#sha256';
  const manifest =
    '<?xml version="1.0"?><manifest:manifest manifest:version="1.2" ' +
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">' +
    `<manifest:file-entry manifest:full-path="/" manifest:media-type="${kind}"/>` +
    `<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" ` +
    `manifest:size="${content.length}">` +
    `<manifest:encryption-data manifest:checksum-type="${sha256}-1k" manifest:checksum="${sum}">` +
    '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" ' +
    `manifest:initialisation-vector="${iv.toString('base64')}"/><manifest:key-derivation ` +
    `manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="100000" ` +
    `manifest:salt="${salt.toString('base64')}"/><manifest:start-key-generation ` +
    `manifest:start-key-generation-name="${sha256}" manifest:key-size="32"/></manifest:encryption-data>` +
    '</manifest:file-entry></manifest:manifest>';
  return zip([
    entry('mimetype', kind, { stored: true }),
    entry('content.xml', locked, { stored: true }),
    entry('META-INF/manifest.xml', manifest),
  ]);
}

export const spreadsheet2003 = `<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Datos"><Table>
${[HEADER, FIRST, LAST]
  .map(
    (cells) =>
      `<Row>${cells
        .map((cell) => {
          const type = typeof cell === 'number' ? 'Number' : 'String';
          return `<Cell><Data ss:Type="${type}">${String(cell).replace('&', '&amp;')}</Data></Cell>`;
        })
        .join('')}</Row>`,
  )
  .join('\n')}
</Table></Worksheet></Workbook>
`;

export const html = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>
<body><table border="1">
${[HEADER, FIRST, LAST]
  .map(
    (cells) => `<tr>${cells.map((cell) => `<td>${String(cell).replace('&', '&amp;')}</td>`).join('')}</tr>`,
  )
  .join('\n')}
</table></body></html>
`;

export const unicodeText = [HEADER, FIRST, LAST]
  .map((cells) =>
    cells.map((cell) => (`${cell}`.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'),
  )
  .join('\r\n');
