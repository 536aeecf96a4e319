//! A document tree as a browser with scripts builds it, kept as plain data: html5ever parses, this writes down.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// What stands in a node.
#[derive(Debug)]
pub(crate) enum Kind {
    Document,
    Element { name: QualName, attributes: Vec<(String, String)> },
    Text(String),
    Comment(String),
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
}

/// A document; node 0 is its root.
#[derive(Debug, Default)]
pub(crate) struct Dom {
    nodes: RefCell<Vec<Node>>,
}

/// Parses a whole document, scripting on.
pub(crate) fn parse(html: &str) -> Vec<Node> {
    let dom = Dom::default();
    dom.push(Kind::Document);
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = true;
    parse_document(dom, options).one(html).nodes.into_inner()
}

impl Dom {
    fn push(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, parent: None, children: Vec::new() });
        nodes.len() - 1
    }

    /// Puts a node or text before the child at `position` of `parent`.
    fn insert(&self, parent: usize, position: usize, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(node) => {
                self.remove_from_parent(&node);
                node
            }
            NodeOrText::AppendText(text) => {
                let before = position.checked_sub(1).map(|before| self.nodes.borrow()[parent].children[before]);
                if let Some(before) = before
                    && let Kind::Text(known) = &mut self.nodes.borrow_mut()[before].kind
                {
                    known.push_str(&text);
                    return;
                }
                self.push(Kind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let position = position.min(nodes[parent].children.len());
        nodes[parent].children.insert(position, child);
        nodes[child].parent = Some(parent);
    }
}

impl TreeSink for Dom {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = ExpandedNameOf<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> ExpandedNameOf<'a> {
        ExpandedNameOf(Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].kind {
            Kind::Element { name, .. } => name,
            other => panic!("{other:?} has no name"),
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attributes.into_iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
        self.push(Kind::Element { name, attributes })
    }

    fn create_comment(&self, text: StrTendril) -> usize {
        self.push(Kind::Comment(text.to_string()))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> usize {
        self.push(Kind::Comment(format!("?{target} {data}")))
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let position = self.nodes.borrow()[*parent].children.len();
        self.insert(*parent, position, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // The content of a template is looked at like any other.
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes[*sibling].parent.expect("a sibling has a parent");
            (parent, nodes[parent].children.iter().position(|child| child == sibling).expect("a child"))
        };
        self.insert(place.0, place.1, child);
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Kind::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].kind {
            for attribute in more {
                let name = attribute.name.local.to_string();
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        for child in children {
            self.nodes.borrow_mut()[child].parent = None;
            self.append(new_parent, NodeOrText::AppendNode(child));
        }
    }
}

/// The name of an element that stays borrowed from the tree.
#[derive(Debug)]
pub(crate) struct ExpandedNameOf<'a>(Ref<'a, QualName>);

impl html5ever::interface::ElemName for ExpandedNameOf<'_> {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }

    fn expanded(&self) -> ExpandedName<'_> {
        self.0.expanded()
    }
}
