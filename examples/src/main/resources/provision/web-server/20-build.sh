# Build the application
# In the manner of CMake: each "object" is a checksum of generated text.
pace() { sleep "${PACE:-0.2}"; }
files='main server router http json store cache log config pool timer signal util args tls auth page form feed mail'
total=$(echo "$files" | wc -w)
mkdir -p "$TARGET/build"
echo "provision: build greeter 2.4.0"
echo "provision: phase configure"
echo "-- The C compiler identification is GNU 12.2.0"
echo "-- Configuring done"
echo "-- Generating done"
pace
echo "provision: phase build"
n=0
for f in $files; do
    n=$((n + 1))
    printf '[%3d%%] Building C object CMakeFiles/greeter.dir/src/%s.c.o\n' $((100 * n / (total + 1))) "$f"
    seq 1 2000 | cksum > "$TARGET/build/$f.o"
    pace
done
echo "[100%] Linking C executable greeter"
cat "$TARGET"/build/*.o > "$TARGET/usr/greeter"
echo "[100%] Built target greeter"
echo "provision: phase install"
pace
echo "provision: built greeter"
