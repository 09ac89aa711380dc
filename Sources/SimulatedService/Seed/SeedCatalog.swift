/// The assets of the sample school in the order of its first screen, and the words for more.
enum SeedCatalog {
  /// A named asset; `left` is nil for an asset without limit.
  struct Entry {
    let adamId: String
    let name: String
    let used: Int
    let left: Int?
    let developer: String
    let genre: String
    var isBook = false
    var platforms = ["iOS"]
  }

  private static func app(
    _ adamId: String, _ name: String, _ used: Int, of total: Int, _ developer: String,
    _ genre: String, _ platforms: [String] = ["iOS"]
  ) -> Entry {
    Entry(
      adamId: adamId, name: name, used: used, left: total - used, developer: developer,
      genre: genre, platforms: platforms)
  }

  private static func book(
    _ adamId: String, _ name: String, _ used: Int, of total: Int, _ publisher: String
  ) -> Entry {
    Entry(
      adamId: adamId, name: name, used: used, left: total - used, developer: publisher,
      genre: "Schulbücher", isBook: true)
  }

  private static func free(_ adamId: String, _ name: String, _ used: Int, _ platforms: [String])
    -> Entry
  {
    Entry(
      adamId: adamId, name: name, used: used, left: nil, developer: "Apple",
      genre: "Produktivität", platforms: platforms)
  }

  private static let both = ["iOS", "macOS"]

  static let entries: [Entry] = [
    app("1534091003", "Alphawald", 240, of: 300, "Tintenkleks", "Bildung"),
    book("1534090117", "Atlas Europa", 96, of: 120, "Verlag Kompassrose"),
    app("1534091248", "Bienenlabor", 31, of: 60, "Wiesengrund Apps", "Bildung"),
    app("1534091302", "Bruchpiloten", 200, of: 200, "Nullstelle", "Bildung"),
    book("1534090226", "Chemie kompakt", 44, of: 50, "Verlag Kompassrose"),
    free("1212699939", "Clips", 1_020, ["iOS"]),
    app("1534091467", "Datenfluss", 18, of: 25, "Kabelsalat", "Entwickler-Tools", both),
    book("1534090318", "Erdkunde 7", 118, of: 150, "Birkenhain Schulbuch"),
    book("1534090442", "Formelheft", 60, of: 60, "Birkenhain Schulbuch"),
    free("408709785", "GarageBand", 3_311, ["iOS"]),
    app("1534091519", "Geobrett Studio", 84, of: 120, "Nullstelle", "Bildung"),
    app("1534091633", "Hörspielwerkstatt", 52, of: 60, "Lautmalerei", "Musik"),
    free("377298193", "iMovie", 2_740, ["iOS"]),
    app("1534091701", "Inselrechner", 499, of: 500, "Nullstelle", "Bildung"),
    app("361285480", "Keynote", 37, of: 40, "Apple", "Produktivität", both),
    app("1534091764", "Klangfarben", 12, of: 30, "Lautmalerei", "Musik"),
    app("1534091827", "Lesepfad", 610, of: 700, "Tintenkleks", "Bildung"),
    app("1534091850", "Lichtschule", 9, of: 20, "Kabelsalat", "Foto und Video"),
    app("1534091914", "Mikrokosmos", 150, of: 200, "Wiesengrund Apps", "Bildung"),
    free("361304891", "Numbers", 6_902, both),
    app("1534092006", "Orbitarium", 77, of: 90, "Sternwarte Süd", "Bildung", ["iOS", "tvOS"]),
    free("361309726", "Pages", 8_118, both),
    app("1534092038", "Phonics Garden", 375, of: 400, "Little Lantern", "Bildung"),
    app("1534092070", "Pixelwerk", 40, of: 60, "Federkiel Software", "Grafik", ["macOS"]),
    book("1534090573", "Schulatlas", 12, of: 20, "Verlag Kompassrose"),
    app("1534092217", "Skizze Pro", 120, of: 120, "Federkiel Software", "Grafik", both),
    app("1534092284", "Steinzeitlabor", 28, of: 30, "Wiesengrund Apps", "Bildung"),
    free("908519492", "Swift Playgrounds", 4_415, both),
    app("1534092346", "Taktgeber", 16, of: 40, "Lautmalerei", "Musik"),
    app("1534092391", "Tessera Maths", 619, of: 640, "Little Lantern", "Bildung"),
    app("1534092455", "Umweltblick", 203, of: 250, "Wiesengrund Apps", "Bildung"),
    app("1534092502", "Vokabelnest", 1_180, of: 1_200, "Tintenkleks", "Bildung"),
    app("1534092568", "Wetterkarte", 66, of: 100, "Sternwarte Süd", "Wetter"),
    app("1534092619", "Wortbau", 305, of: 350, "Tintenkleks", "Bildung"),
    app("1534092688", "Zahlenraum", 88, of: 90, "Nullstelle", "Bildung"),
  ]

  /// Assets held by the first users and devices of the lists, as on the sample screens; the others'
  /// holders are spread over the school.
  static let heldInOrder: Set<String> = ["Klangfarben", "Skizze Pro"]

  static let openings = [
    "Ast", "Berg", "Blatt", "Brücken", "Dach", "Distel", "Eulen", "Faden", "Feder", "Fjord",
    "Funken", "Glas", "Hafen", "Hecken", "Kiesel", "Kreide", "Kugel", "Laub", "Linien", "Mond",
    "Moos", "Nebel", "Noten", "Papier", "Quellen", "Regen", "Schatten", "Silben", "Stern", "Wurzel",
  ]

  static let closings = [
    "atlas", "bogen", "fabrik", "fibel", "garten", "haus", "insel", "journal", "kasten", "labor",
    "pfad", "rechner", "reise", "schule", "spiel", "studio", "werk", "zeit",
  ]

  static let developers = [
    "Birkenhain Schulbuch", "Federkiel Software", "Kabelsalat", "Lautmalerei", "Little Lantern",
    "Nullstelle", "Sternwarte Süd", "Tintenkleks", "Verlag Kompassrose", "Wiesengrund Apps",
  ]

  static let genres = ["Bildung", "Grafik", "Musik", "Produktivität", "Nachschlagewerke"]
}
