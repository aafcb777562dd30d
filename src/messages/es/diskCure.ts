/** What a person can do when the disk does not take what must be kept, by the system's code. */
export function diskCure(reason: string): string {
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Libere espacio.';
    case 'EROFS':
      return 'El disco es de solo lectura: haga que se pueda escribir en él o elija otro lugar.';
    case 'EFBIG':
      return 'El archivo no puede crecer más aquí: aumente el límite (ulimit -f).';
    case 'EMFILE':
    case 'ENFILE':
      return 'Hay demasiados archivos abiertos: cierre otros programas o aumente el límite (ulimit -n).';
    case 'EACCES':
    case 'EPERM':
      return 'Revise sus permisos sobre ese archivo y su carpeta.';
    case 'EBUSY':
    case 'ETXTBSY':
      return 'Cierre el programa que tiene abierto el archivo.';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'Su carpeta no está: vuelva a crearla o indique otro lugar.';
    case 'ENAMETOOLONG':
      return 'Elija un nombre más corto.';
    default:
      return 'Revise el disco.';
  }
}
