import Roster
import Testing

@Suite struct CountedTests {
  @Test(arguments: [
    (0, "0 cells", "0 people are"), (1, "1 cell", "1 person is"), (2, "2 cells", "2 people are"),
    (21, "21 cells", "21 people are"), (-1, "-1 cells", "-1 people are"),
  ])
  func `one thing is not counted like several`(count: Int, cells: String, people: String) {
    #expect(count.counted("cell") == cells)
    #expect(Int64(count).counted("person is", "people are") == people)
  }
}
