# Prints what processes of a Linux machine wait for and have open; their ids are the arguments. For any POSIX shell, without
# other programs than ls and uname; no single quotes, as it is sent within such. What a system does not have is left out.
LC_ALL=C
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
exec 2>/dev/null
# a file of a process that has one line; some of them have no newline
show() {
  line=
  read -r line < "/proc/$1"
  [ -n "$line" ] && echo "@file $1 $line"
}
echo "@machine $(uname -m)"
locked=" "
while read -r number kind strength access pid place rest; do
  echo "@lock $number $kind $strength $access $pid $place $rest"
  if [ "$access" = WRITE ]; then
    locked="$locked${place##*:} "
    show "$pid/comm"
  fi
done < /proc/locks
for id do
  show "$id/syscall"
  show "$id/wchan"
  show "$id/comm"
  ls -l "/proc/$id/fd" | while read -r mode links owner group size month day time name arrow target; do
    case $target in
      /dev/pts/* | /dev/tty* | /dev/console | pipe:* | socket:*) echo "@open $id $name $mode $target" ;;
      /dev/* | /proc/*) ;;
      /*) echo "@open $id $name $mode $target" ;;
    esac
  done
  ls -Li "/proc/$id/fd" | while read -r inode name; do
    case $locked in
      *" $inode "*) echo "@inode $id $name $inode" ;;
    esac
  done
done
# connections that are open or being opened
for family in tcp tcp6; do
  while read -r number local remote state rest; do
    case $state in
      01 | 02) echo "@tcp $number $local $remote $state $rest" ;;
    esac
  done < /proc/net/$family
done
exit 0
