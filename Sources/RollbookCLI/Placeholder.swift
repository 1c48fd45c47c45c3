public enum RollbookMain { public static func main() {} }
