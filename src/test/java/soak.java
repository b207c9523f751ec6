/** The short name of the soak on the command line: {@code java -cp … soak --messages 10000 --minutes 10 --seed 7}. */
final class soak {

    private soak() {}

    public static void main(String[] args) {
        org.dhpbridge.soak.Soak.main(args);
    }
}
