/** What a person can do when the disk does not take what must be kept, by the system's code. */
export function diskCure(reason: string): string {
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Free some space.';
    case 'EROFS':
      return 'The disk can only be read: make it writable, or choose another place.';
    case 'EFBIG':
      return 'The file may not grow any larger here: raise the limit (ulimit -f).';
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open: close other programs, or raise the limit (ulimit -n).';
    case 'EACCES':
    case 'EPERM':
      return 'Check your rights to that file and its folder.';
    case 'EBUSY':
    case 'ETXTBSY':
      return 'Close the program that has the file open.';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'Its folder is not there: make it again, or name another place.';
    case 'ENAMETOOLONG':
      return 'Choose a shorter name.';
    default:
      return 'Check the disk.';
  }
}
