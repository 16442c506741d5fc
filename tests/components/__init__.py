"""The design system: macros, signs, stylesheets."""
