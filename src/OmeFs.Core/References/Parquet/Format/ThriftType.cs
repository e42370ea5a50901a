namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Types of fields. *Spec:* Apache Thrift, "Thrift Compact protocol encoding".</summary>
internal enum ThriftType
{
    True = 1,
    False = 2,
    I8 = 3,
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
    Uuid = 13,
}
