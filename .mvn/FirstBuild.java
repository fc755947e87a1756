/** Announces the first build, because a quiet Maven prints nothing while it compiles. */
final class FirstBuild {

    private FirstBuild() {}

    public static void main(String[] arguments) {
        System.out.println("Compiling pctl-progress for the first time. It takes less than a minute once Maven has all libraries.");
    }
}
