class NoMain {
    public static void main(String[] args) {}
}
