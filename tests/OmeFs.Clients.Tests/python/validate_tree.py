"""Validates the metadata of a mounted tree: .zattrs by the NGFF 0.4 JSON schemas, METADATA.ome.xml by its OME XSD."""

import functools
import json
import os

import jsonschema
import tifffile
from lxml import etree
from truth_omexml import content, is_omexml

NGFF = "ome+ngff-spec@0.4/schemas"
OME = "ome+ome-model/specification/src/main/resources/released-schema"

# By their whole path: an annotation may quote OME-XML.
IMAGES = "/*/*[local-name()='Image']"
PIXELS = IMAGES + "/*[local-name()='Pixels']"

# ome.xsd imports this from the network, for the one attribute xml:lang; the tests have no network.
XML_XSD = ('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">'
           '<xs:attribute name="lang" type="xs:language"/></xs:schema>')


class LocalXsd(etree.Resolver):
    """Schemas import each other by their addresses on the network; all but xml.xsd lie in the corpus."""

    def __init__(self, corpus):
        super().__init__()
        self.corpus = corpus

    def resolve(self, url, _, context):
        if url == "http://www.w3.org/2001/xml.xsd":
            return self.resolve_string(XML_XSD, context)
        path = os.path.join(self.corpus, OME, *url.rsplit("/", 2)[1:])
        return self.resolve_filename(path, context) if url.startswith("http") and os.path.isfile(path) else None


@functools.cache
def json_validator(corpus, name):
    with open(os.path.join(corpus, NGFF, name + ".schema"), encoding="utf-8") as text:
        schema = json.load(text)
    return jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)(schema)


@functools.cache
def xml_validator(corpus, version):
    path = os.path.join(corpus, OME, version, "ome.xsd")
    if not os.path.isfile(path):
        return None
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(LocalXsd(corpus))
    return etree.XMLSchema(etree.parse(path, parser))


def json_errors(corpus, schema, document, where):
    for error in json_validator(corpus, schema).iter_errors(document):
        yield f"{where}: {schema}.schema: {error.json_path}: {error.message}"


def documents(mount):
    """(path below the mount, kind, document) of every .zattrs; kinds are the schemas' names."""
    with open(os.path.join(mount, ".zattrs"), encoding="utf-8") as text:
        root = json.load(text)
    if "multiscales" in root:
        yield ".zattrs", "image", root
    else:
        yield ".zattrs", "bf2raw", root
        index = 0
        while os.path.isdir(os.path.join(mount, str(index))):
            with open(os.path.join(mount, str(index), ".zattrs"), encoding="utf-8") as text:
                yield f"{index}/.zattrs", "image", json.load(text)
            index += 1
    ome = os.path.join(mount, "OME", ".zattrs")
    if os.path.exists(ome):
        with open(ome, encoding="utf-8") as text:
            yield "OME/.zattrs", "ome", json.load(text)


def strict(corpus, document, where):
    """What the strict schema demands besides, except how the levels were made, which no TIFF says."""
    with open(os.path.join(corpus, NGFF, "strict_image.schema"), encoding="utf-8") as text:
        wanted = json.load(text)["allOf"][1]["properties"]["multiscales"]["items"]["required"]
    for multiscale in document.get("multiscales", []):
        for key in set(wanted) - {"type"} - set(multiscale):
            yield f"{where}: strict_image.schema: a multiscale lacks {key!r}"


def required(kind, document, where):
    """What the specification's prose demands and the schemas leave open."""
    if kind == "image":
        for multiscale in document.get("multiscales", []):
            if multiscale.get("version") != "0.4":
                yield f"{where}: multiscales version is {multiscale.get('version')!r}, expected '0.4'"
        if document.get("omero", {}).get("channels") == []:
            yield f"{where}: omero.channels is empty"
    if kind == "bf2raw" and document.get("bioformats2raw.layout") != 3:
        yield f"{where}: no bioformats2raw.layout 3"


def consolidated(mount):
    """.zmetadata says word for word what the files say."""
    with open(os.path.join(mount, ".zmetadata"), encoding="utf-8") as text:
        whole = json.load(text)
    if whole.get("zarr_consolidated_format") != 1:
        yield ".zmetadata: zarr_consolidated_format is not 1"
    for key, document in whole["metadata"].items():
        with open(os.path.join(mount, key), encoding="utf-8") as text:
            if json.load(text) != document:
                yield f".zmetadata: {key} differs from the file"
    for folder, folders, files in os.walk(mount):
        if ".zarray" in files:
            folders.clear()  # below lie chunks
        for name in files:
            key = os.path.relpath(os.path.join(folder, name), mount)
            if name in (".zarray", ".zgroup", ".zattrs") and key not in whole["metadata"]:
                yield f".zmetadata: {key} is not in it"


def xml_errors(corpus, text, where):
    root = etree.fromstring(text, etree.XMLParser(no_network=True, huge_tree=True, resolve_entities=False))
    namespace = etree.QName(root).namespace or ""
    validator = xml_validator(corpus, namespace.rsplit("/", 1)[-1])
    if validator is not None and not validator.validate(root):
        for error in list(validator.error_log)[:3]:
            yield f"{where}: XSD {namespace}: line {error.line}: {error.message}"


def metadata_errors(corpus, mount, tiff):
    path = os.path.join(mount, "OME", "METADATA.ome.xml")
    with open(path, "rb") as text:
        shown = text.read()
    root = etree.fromstring(shown, etree.XMLParser(no_network=True, huge_tree=True))
    for forbidden in ("TiffData", "BinData", "BinaryOnly"):
        if root.xpath(f"{PIXELS}/*[local-name()='{forbidden}'] | /*/*[local-name()='{forbidden}']"):
            yield f"METADATA.ome.xml: holds {forbidden}"
    pixels = root.xpath(PIXELS)
    if any(len(one.xpath("*[local-name()='MetadataOnly']")) != 1 for one in pixels):
        yield "METADATA.ome.xml: a Pixels without exactly one MetadataOnly"
    ids = [image.get("ID") for image in root.xpath(IMAGES)]
    if ids != [f"Image:{index}" for index in range(len(ids))]:
        yield f"METADATA.ome.xml: Image IDs are {ids[:5]}, expected Image:0, Image:1, ..."
    if not source_is_invalid(corpus, tiff):
        yield from xml_errors(corpus, shown, "METADATA.ome.xml")


def source_is_invalid(corpus, tiff):
    """Whether the file's own OME-XML breaks its schema already: then what is kept of it word for word may, too."""
    if is_omexml(tiff):
        text = content(tiff)
    else:
        with tifffile.TiffFile(tiff) as source:
            if not source.is_ome:
                return False
            text = source.pages[0].description.encode()
    try:
        return bool(list(xml_errors(corpus, text, "source")))
    except etree.XMLSyntaxError:
        return True


def validate(corpus, mount, tiff):
    errors = list(consolidated(mount))
    for where, kind, document in documents(mount):
        errors += json_errors(corpus, kind, document, where)
        errors += required(kind, document, where)
        errors += strict(corpus, document, where)
    return errors + list(metadata_errors(corpus, mount, tiff))
