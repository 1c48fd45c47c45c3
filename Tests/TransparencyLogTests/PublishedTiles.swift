/// Paths of tiles, and what is none.
enum PublishedTiles {
  static let paths: [(level: Int, index: UInt64, partial: Int, path: String)] = [
    (0, 0, 0, "tile/0/000"),
    (0, 0, 255, "tile/0/000.p/255"),
    (1, 0, 0, "tile/1/000"),
    (15, 455667, 0, "tile/15/x455/667"),
    (15, 123456789, 41, "tile/15/x123/x456/789.p/41"),
    (0, 1234067, 0, "tile/0/x001/x234/067"),
  ]

  static let entries: [(index: UInt64, size: UInt64, path: String)] = [
    (0, 256, "tile/entries/000"),
    (255, 256, "tile/entries/000"),
    (251, 255, "tile/entries/000.p/255"),
    (256, 512, "tile/entries/001"),
    (3, 257, "tile/entries/000"),
    (256, 257, "tile/entries/001.p/1"),
    (31604937984, 31604938240, "tile/entries/x123/x456/789"),
  ]

  static let read: [(path: String, level: Int, index: UInt64, partial: Int)] = [
    ("tile/0/x001/x234/067", 0, 1234067, 0),
    ("tile/0/x001/x234/067.p/89", 0, 1234067, 89),
    ("tile/63/x999/x999/x999/x999/x999/999.p/255", 63, 999999999999999999, 255),
    ("tile/0/001", 0, 1, 0),
  ]

  static let refused = [
    "tile/0/x001/x234/067.p/",
    "tile/0/x001/x234/067.p",
    "tile/0/x001/x234/",
    "tile/0/x001/x234",
    "tile/0/x001/",
    "tile/0/x001",
    "tile/1/x001/.p/abc",
    "tile/64/x001/002",
    "tile/-1/x001/002",
    "tile/abc/x001/002",
    "tile/8/001/002",
    "tile/8/x001/0002",
    "tile/8/x001/-002",
    "tile/8/x001/002.p/256",
    "tile/63/x999/x999/x999/x999/x999/x999/999.p/255",
    "tile/3/5/123/456/078",
    "tile/3/-1/123/456/078",
  ]

  static let widths: [(size: UInt64, rows: [(full: UInt64, partial: Int)])] = [
    (1, [(0, 1)]),
    (255, [(0, 255)]),
    (256, [(1, 0), (0, 1)]),
    (257, [(1, 1), (0, 1)]),
    (70000, [(273, 112), (1, 17), (0, 1)]),
    (65536, [(256, 0), (1, 0), (0, 1)]),
    (65537, [(256, 1), (1, 0), (0, 1)]),
    (16777216, [(65536, 0), (256, 0), (1, 0), (0, 1)]),
  ]
}
