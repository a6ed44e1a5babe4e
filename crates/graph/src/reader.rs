use serde_json::{Map, Value};

use crate::foreign::{Foreign, is_nothing};

/// An object that is being read: whoever understands a member takes it out, and what is left at the end is foreign.
pub(crate) struct Object<'f> {
    path: String,
    members: Map<String, Value>,
    foreign: &'f mut Foreign,
}

impl<'f> Object<'f> {
    pub(crate) fn new(path: String, members: Map<String, Value>, foreign: &'f mut Foreign) -> Self {
        Self { path, members, foreign }
    }

    /// A member, unless it says nothing.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !is_nothing(value))
    }

    /// Keeps a member that was taken and is not understood.
    pub(crate) fn keep(&mut self, name: &str, value: Value) {
        let path = self.path_of(name);
        self.foreign.keep(path, value);
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// An object below this one, read by `read`, which leaves what it does not understand.
    pub(crate) fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Object<'_>) -> T) -> Option<T> {
        match self.take(name)? {
            Value::Object(members) => {
                let mut below = Object::new(self.path_of(name), members, self.foreign);
                let value = read(&mut below);
                below.finish();
                Some(value)
            }
            other => {
                self.keep(name, other);
                None
            }
        }
    }

    /// A list of texts. What `parse` does not know is foreign, each by its place.
    pub(crate) fn list<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let values = match self.take(name) {
            None => return vec![],
            Some(Value::Array(values)) => values,
            Some(other) => {
                self.keep(name, other);
                return vec![];
            }
        };
        let mut read = vec![];
        for (place, value) in values.into_iter().enumerate() {
            match value.as_str().and_then(&parse) {
                Some(item) => read.push(item),
                None => self.keep(&format!("{name}[{place}]"), value),
            }
        }
        read
    }

    /// Flags in one text, parted by commas. One that is not known makes all of it foreign.
    pub(crate) fn flags<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        let value = self.take(name)?;
        let read = value.as_str().and_then(|text| text.split(',').map(|word| parse(word.trim())).collect());
        if read.is_none() {
            self.keep(name, value);
        }
        read
    }

    /// One value. What `parse` does not know is foreign.
    pub(crate) fn value<T>(&mut self, name: &str, parse: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        let read = parse(&value);
        if read.is_none() {
            self.keep(name, value);
        }
        read
    }

    /// One text.
    pub(crate) fn text<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.value(name, |value| value.as_str().and_then(&parse))
    }

    /// Keeps whatever nobody took.
    pub(crate) fn finish(mut self) {
        for (name, value) in std::mem::take(&mut self.members) {
            self.keep(&name, value);
        }
    }
}

/// Reads one of several words, in any case, as Graph does.
pub(crate) fn word_of<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> impl Fn(&str) -> Option<T> {
    move |text| all.iter().copied().find(|one| word(*one).eq_ignore_ascii_case(text))
}
