import RollbookCLI

@main enum Rollbook {
  static func main() { RollbookMain.main() }
}
