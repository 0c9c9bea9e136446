//! The namespaces that readers know, by URI, so that no prefix and no edition of the standard matters.
//! It never looks at prefixes.

/// The namespaces that readers ask for, transitional and strict alike; all others are `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// No namespace.
    None,
    /// A namespace that no reader asks for.
    Other,
    /// WordprocessingML.
    Word,
    /// Later versions of WordprocessingML (w14 and after), known to all readers of today.
    WordLater,
    /// SpreadsheetML.
    Sheet,
    /// References from a part to its relationships (`r:id`).
    Reference,
    /// DrawingML.
    Drawing,
    /// DrawingML pictures.
    Picture,
    /// Where a drawing stands in a Word text.
    WordDrawing,
    /// Word's shapes, groups and canvases in DrawingML.
    Shape,
    /// Vector pictures of before DrawingML.
    Vml,
    /// Office's additions to VML, embedded objects among them.
    Office,
    /// Markup compatibility: two writings of the same thing.
    Compatibility,
    /// Formulas.
    Math,
    /// Relationships of a package.
    Relationships,
    /// Content types of a package.
    ContentTypes,
    /// Core properties, with those of Dublin Core.
    Properties,
}

impl Space {
    /// The namespace of a URI.
    pub fn of(uri: &str) -> Space {
        if let Some(strict) = uri.strip_prefix("http://purl.oclc.org/ooxml/") {
            return Space::strict(strict);
        }
        if let Some(rest) = uri.strip_prefix("http://schemas.openxmlformats.org/") {
            return Space::transitional(rest);
        }
        if let Some(rest) = uri.strip_prefix("http://schemas.microsoft.com/office/word/") {
            return Space::microsoft(rest);
        }
        match uri {
            "" => Space::None,
            "urn:schemas-microsoft-com:vml" => Space::Vml,
            "urn:schemas-microsoft-com:office:office" => Space::Office,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Space::Properties,
            _ => Space::Other,
        }
    }

    fn strict(rest: &str) -> Space {
        match rest {
            "wordprocessingml/main" => Space::Word,
            "spreadsheetml/main" => Space::Sheet,
            "officeDocument/relationships" => Space::Reference,
            "drawingml/main" => Space::Drawing,
            "drawingml/picture" => Space::Picture,
            "drawingml/wordprocessingDrawing" => Space::WordDrawing,
            "officeDocument/math" => Space::Math,
            _ => Space::Other,
        }
    }

    fn transitional(rest: &str) -> Space {
        match rest {
            "wordprocessingml/2006/main" => Space::Word,
            "spreadsheetml/2006/main" => Space::Sheet,
            "officeDocument/2006/relationships" => Space::Reference,
            "drawingml/2006/main" => Space::Drawing,
            "drawingml/2006/picture" => Space::Picture,
            "drawingml/2006/wordprocessingDrawing" => Space::WordDrawing,
            "markup-compatibility/2006" => Space::Compatibility,
            "officeDocument/2006/math" => Space::Math,
            "package/2006/relationships" => Space::Relationships,
            "package/2006/content-types" => Space::ContentTypes,
            "package/2006/metadata/core-properties" => Space::Properties,
            _ => Space::Other,
        }
    }

    fn microsoft(rest: &str) -> Space {
        match rest {
            "2010/wordprocessingShape"
            | "2010/wordprocessingGroup"
            | "2010/wordprocessingCanvas"
            | "2010/wordprocessingInk" => Space::Shape,
            "2010/wordml" | "2012/wordml" | "2010/wordprocessingDrawing" => Space::WordLater,
            _ if rest.contains("/wordml") => Space::WordLater,
            _ => Space::Other,
        }
    }
}
