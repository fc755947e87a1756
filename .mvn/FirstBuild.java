/** Explains the silence of a first quiet build; Maven's own messages are off then. */
final class FirstBuild {

    private FirstBuild() {}

    public static void main(String[] arguments) {
        System.out.println("Compiling pctl-progress: about a minute the first time, more if Maven downloads libraries.");
    }
}
