"""Builds the stand-in for multilingual-e5-large that lies beside this file: pip install onnx tokenizers.

It has the real one's inputs, outputs and size of vectors, and understands nothing: each word has numbers of its own.
"""

import json
from pathlib import Path

import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer, models, pre_tokenizers

HERE = Path(__file__).parent
WORDS = ["<pad>", "<unk>", "query", "passage", ":", "Kaffee", "Tee", "Brot"]


def main() -> None:
    ids, mask = (helper.make_tensor_value_info(name, TensorProto.INT64, [None, None]) for name in INPUTS)
    hidden = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [None, None, 1024])
    start, end, step = (
        helper.make_node("Constant", [], [name], value=helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
        for name, value in (("start", 1.0), ("end", 1025.0), ("step", 1.0))
    )
    axis = helper.make_node("Constant", [], ["axis"], value=helper.make_tensor("axis", TensorProto.INT64, [1], [2]))
    nodes = [
        *(start, end, step, axis),
        helper.make_node("Range", ["start", "end", "step"], ["places"]),
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "axis"], ["column"]),
        helper.make_node("Mul", ["column", "places"], ["angles"]),
        helper.make_node("Sin", ["angles"], ["last_hidden_state"]),
    ]
    graph = helper.make_graph(nodes, "e5_large", [ids, mask], [hidden])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), HERE / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(HERE / "tokenizer.json"))
    config = {"model_max_length": 512, "pad_token": "<pad>"}
    (HERE / "tokenizer_config.json").write_text(json.dumps(config) + "\n")


INPUTS = "input_ids", "attention_mask"

if __name__ == "__main__":
    main()
