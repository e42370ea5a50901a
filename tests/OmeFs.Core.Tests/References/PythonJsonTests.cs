namespace OmeFs.Core.Tests.References;

/// <summary>An object shown as a file has the bytes of Python's json.dumps; expected values are CPython 3.11's.</summary>
public sealed class PythonJsonTests
{
    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1e5", "100000.0")]
    [InlineData("1E400", "Infinity")]
    [InlineData("-1E400", "-Infinity")]
    [InlineData("1e16", "1e+16")]
    [InlineData("123456789012345678", "123456789012345678")]
    [InlineData("100000000000000000000000", "100000000000000000000000")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("1.10", "1.1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("1e22", "1e+22")]
    [InlineData("123456.789e3", "123456789.0")]
    [InlineData("9007199254740993.0", "9007199254740992.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("12345678901234567.0", "1.2345678901234568e+16")]
    [InlineData("-2.5e-7", "-2.5e-07")]
    [InlineData("\"a\\/\\u00e9\\u007f\\\"\\\\\\n\\b\\f\\r\\t\\u0001\\ud83d\\ude00\"", "\"a/\\u00e9\\u007f\\\"\\\\\\n\\b\\f\\r\\t\\u0001\\ud83d\\ude00\"")]
    [InlineData("[1,2.50,null,true,{},[],false,\"\"]", "[1, 2.5, null, true, {}, [], false, \"\"]")]
    [InlineData("{\"b\":{\"c\":[]},\"d\":1}", "{\"b\": {\"c\": []}, \"d\": 1}")]
    public void A_value_is_written_as_python_writes_it(string value, string expected) =>
        Assert.Equal($"= {{\"v\": {expected}}}", Documents.Expanded($"{{\"k\": {{\"v\":{value}}}}}")["k"]);

    [Fact]
    public void What_nests_too_deep_is_refused() =>
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => Documents.Read($"{{\"k\": {string.Concat(Enumerable.Repeat("{\"a\":", 200))}1")).Kind);
}
