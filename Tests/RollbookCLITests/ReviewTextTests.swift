@testable import Operations
@testable import RollbookCLI
import Tables
import Testing

@Suite struct ReviewTextTests {
  @Test(arguments: [
    (1, "1 cell already has its earlier value.\n1 cell is of a field that is not written there.\n"),
    (
      2,
      "2 cells already have their earlier value.\n"
        + "2 cells are of fields that are not written there.\n"
    ),
  ])
  func `what a rollback need not write is counted in good English`(cells: Int, text: String) throws
  {
    var review = BatchReview()
    (review.alreadyThere, review.unmapped) = (cells, cells)
    let times = try #require(Times(zone: "UTC"))
    #expect(ReviewText(review, .rollback, times: times).text == text)
  }
}
