//! Taking one change back out of what was changed again since.

/// `now` without the change from `before` to `after`, field by field; `None`: somebody has changed the same since. Each
/// is a place whose named fields can be cloned and compared.
#[macro_export]
macro_rules! put_back {
    ($now:expr, $before:expr, $after:expr, $($field:ident)*) => {
        'put_back: {
            let (now, before, after) = (&$now, &$before, &$after);
            let mut back = now.clone();
            $(
                if before.$field != after.$field {
                    if now.$field != after.$field {
                        break 'put_back None;
                    }
                    back.$field.clone_from(&before.$field);
                }
            )*
            Some(back)
        }
    };
}
