"""The page's server: the objects of the verbs over HTTP, on this machine; imports the heavy rooms when first asked."""
