# Build the application
# As in the plan web-server, but one file does not compile.
pace() { sleep "${PACE:-0.2}"; }
echo "provision: build greeter 2.4.1"
echo "provision: phase configure"
echo "-- Configuring done"
pace
echo "provision: phase build"
echo "[ 20%] Building C object CMakeFiles/greeter.dir/src/main.c.o"
pace
echo "[ 40%] Building C object CMakeFiles/greeter.dir/src/page.c.o"
pace
echo "src/page.c:41:18: error: expected ';' before '<script>alert(1)</script>'"
echo "make[2]: *** [CMakeFiles/greeter.dir/build.make:76: CMakeFiles/greeter.dir/src/page.c.o] Error 1"
echo "make: *** [Makefile:136: all] Error 2"
exit 2
